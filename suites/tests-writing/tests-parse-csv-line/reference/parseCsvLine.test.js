import { expect, test } from "vitest";
import { parseCsvLine } from "./parseCsvLine";

test.each([
  ["a,b,c", ["a", "b", "c"]],
  ["", [""]],
  ["a,", ["a", ""]],
  [",,", ["", "", ""]],
  [" a , b", [" a ", " b"]],
  ['"a,b",c', ["a,b", "c"]],
  ['"say ""hi""",x', ['say "hi"', "x"]],
  ['""', [""]],
])("%j", (line, fields) => {
  expect(parseCsvLine(line)).toEqual(fields);
});
