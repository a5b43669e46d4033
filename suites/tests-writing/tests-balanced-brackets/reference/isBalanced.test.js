import { expect, test } from "vitest";
import { isBalanced } from "./isBalanced";

test.each(["", "([]{})", "a(b)[c]", "'('", '")"', `"it's ("`, "'\\'('", '"a" + "b"'])("balanced: %s", (code) => {
  expect(isBalanced(code)).toBe(true);
});

test.each(["(", ")", "(]", "([)]", "())", "'open", "\"open'", "'a' (", '"\\"'])("not balanced: %s", (code) => {
  expect(isBalanced(code)).toBe(false);
});
