import { flattenKeys } from "./answer";

test.each([
  [[{}], {}],
  [[{ a: 1 }], { a: 1 }],
  [[{ a: { b: 1 }, c: 2 }], { "a.b": 1, c: 2 }],
  [[{ a: { b: { c: { d: "x" } } } }], { "a.b.c.d": "x" }],
  [[{ a: [5, 6] }], { "a.0": 5, "a.1": 6 }],
  [[{ a: [{ b: 1 }, { b: 2 }] }], { "a.0.b": 1, "a.1.b": 2 }],
  [[{ a: {}, b: [], c: { d: {} } }], { a: {}, b: [], "c.d": {} }],
  [[{ a: null, b: false, c: 0, d: "" }], { a: null, b: false, c: 0, d: "" }],
  [[{ at: new Date(5), in: { at: new Date(6) } }], { at: new Date(5), "in.at": new Date(6) }],
  [[{ rows: [[1, 2], [3]] }], { "rows.0.0": 1, "rows.0.1": 2, "rows.1.0": 3 }],
])("flattenKeys(...%j)", (values, expected) => {
  expect(flattenKeys(...values)).toEqual(expected);
});

test("undefined is a value", () => {
  expect(Object.keys(flattenKeys({ a: { b: undefined } }))).toEqual(["a.b"]);
});
test("leaves the object", () => {
  const given = { a: { b: 1 } };
  flattenKeys(given);
  expect(given).toEqual({ a: { b: 1 } });
});
