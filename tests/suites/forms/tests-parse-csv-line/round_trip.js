import { expect, test } from "vitest";
import { parseCsvLine } from "./parseCsvLine";

const write = (fields) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",");
test.each([[["a"]], [["a", ""]], [["a,b", 'c"d', " e "]], [["", "", ""]], [['""']]])("reads %j back", (fields) => {
  expect(parseCsvLine(write(fields))).toEqual(fields);
});
test("without quotes", () => expect(parseCsvLine("a, b,")).toEqual(["a", " b", ""]));
