import { curry } from "./answer";

const list = (a, b, c) => [a, b, c].join("");

test("one by one, in pieces, at once", () => {
  const curried = curry(list);
  expect([curried("a")("b")("c"), curried("a", "b")("c"), curried("a")("b", "c"), curried("a", "b", "c")]).toEqual(["abc", "abc", "abc", "abc"]);
});
test("steps can be used again", () => {
  const first = curry(list)("a");
  const second = first("b");
  expect([second("c"), second("d"), first("x")("y"), second("e")]).toEqual(["abc", "abd", "axy", "abe"]);
});
test("hands on more arguments", () => {
  expect(curry((a, b, ...rest) => [a, b, rest.length])(1)(2, 3, 4)).toEqual([1, 2, 2]);
  expect(curry((...all) => all)(1, 2)).toEqual([1, 2]);
});
test("without parameters", () => {
  expect(curry(() => 7)()).toBe(7);
});
test("undefined is an argument", () => {
  expect(curry((a, b) => [a, b])(undefined)(null)).toEqual([undefined, null]);
});
test("a call without arguments changes nothing", () => {
  expect(curry((a, b) => a + b)(1)()(2)).toBe(3);
});
