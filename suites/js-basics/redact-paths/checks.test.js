import { redact } from "./answer";

test.each([
  [[{ a: 1, b: 2 }, ["a"]], { a: "***", b: 2 }],
  [[{ a: { b: 1, c: 2 } }, ["a.b"]], { a: { b: "***", c: 2 } }],
  [[{ a: { b: 1 } }, ["a"]], { a: "***" }],
  [[{ a: null }, ["a"]], { a: "***" }],
  [[{ a: null, b: [null] }, ["c", "a.b"]], { a: null, b: [null] }],
  [[{ a: 1 }, ["b", "a.b", "c.d"]], { a: 1 }],
  [[{ a: 1 }, []], { a: 1 }],
  [[{ list: [1, 2, 3] }, ["list.1"]], { list: [1, "***", 3] }],
  [[{ list: [{ a: 1 }, { a: 2, b: 3 }] }, ["list.*.a"]], { list: [{ a: "***" }, { a: "***", b: 3 }] }],
  [[{ x: { p: 1 }, y: { p: 2 }, p: 3 }, ["*.p"]], { x: { p: "***" }, y: { p: "***" }, p: 3 }],
  [[{ x: 1, y: { z: 2 } }, ["*"]], { x: "***", y: "***" }],
  [[{ password: 1, user: { password: 2, list: [{ password: 3 }] } }, ["**.password"]], { password: "***", user: { password: "***", list: [{ password: "***" }] } }],
  [[{ a: { x: { b: 1 }, b: 2 }, b: 3 }, ["a.**.b"]], { a: { x: { b: "***" }, b: "***" }, b: 3 }],
  [[{ a: { b: { c: 1 } } }, ["a.**.c"]], { a: { b: { c: "***" } } }],
  [[{ a: { b: 1 } }, ["a.b", "a"]], { a: "***" }],
  [[{ a: { b: 1, c: 1 } }, ["a.b", "a.c"]], { a: { b: "***", c: "***" } }],
  [[[{ a: 1 }], ["0.a"]], [{ a: "***" }]],
  [["text", ["a"]], "text"],
  [[{ a: "b" }, ["a.length", "a.0"]], { a: "b" }],
  [[{ toString: 1, a: {} }, ["a.toString"]], { toString: 1, a: {} }],
  [[{ a: { b: 1 } }, ["**"]], "***"],
  [[{ a: [[{ k: 1 }], { k: 2 }] }, ["a.*.*.k"]], { a: [[{ k: "***" }], { k: 2 }] }],
])("redact(...%j)", (values, expected) => {
  expect(redact(...values)).toEqual(expected);
});

test("copies, and does not change its argument", () => {
  const value = { a: { b: [1, { c: 2 }] }, d: 3 };
  const text = JSON.stringify(value);
  const copy = redact(value, ["d"]);
  expect(copy.a).not.toBe(value.a);
  expect(copy.a.b).not.toBe(value.a.b);
  copy.a.b[1].c = 9;
  expect(JSON.stringify(value)).toBe(text);
});
