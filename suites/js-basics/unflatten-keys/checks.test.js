import { unflattenKeys } from "./answer";

test.each([
  [[{}], {}],
  [[{ a: 1 }], { a: 1 }],
  [[{ "a.b": 1, c: 2 }], { a: { b: 1 }, c: 2 }],
  [[{ "a.b.c.d": "x", "a.b.e": "y" }], { a: { b: { c: { d: "x" }, e: "y" } } }],
  [[{ "a.0": 5, "a.1": 6 }], { a: [5, 6] }],
  [[{ "a.1": 6, "a.0": 5 }], { a: [5, 6] }],
  [[{ "a.0.b": 1, "a.1.b": 2 }], { a: [{ b: 1 }, { b: 2 }] }],
  [[{ "a.1": 5, "a.2": 6 }], { a: { 1: 5, 2: 6 } }],
  [[{ "a.0": 5, "a.x": 6 }], { a: { 0: 5, x: 6 } }],
  [[{ 0: "a", 1: "b" }], { 0: "a", 1: "b" }],
  [[{ "rows.0.0": 1, "rows.0.1": 2, "rows.1.0": 3 }], { rows: [[1, 2], [3]] }],
  [[{ a: null, "b.c": false }], { a: null, b: { c: false } }],
  [[{ a: [1, 2], b: {} }], { a: [1, 2], b: {} }],
])("unflattenKeys(...%j)", (values, expected) => {
  expect(unflattenKeys(...values)).toEqual(expected);
});

test("no prototype changes", () => {
  const made = unflattenKeys(JSON.parse('{"__proto__.hit": true, "a.__proto__.hit": true, "b.c": 1}'));
  expect({}.hit).toBe(undefined);
  expect(made.hit).toBe(undefined);
  expect(made.a?.hit).toBe(undefined);
  expect(made.b).toEqual({ c: 1 });
});
test("what is left out is nowhere", () => {
  expect(unflattenKeys(JSON.parse('{"a.__proto__.x.y": 1, "a.x.z": 2}'))).toEqual({ a: { x: { z: 2 } } });
});
test("arrays are arrays", () => {
  const made = unflattenKeys({ "a.0": 1, "b.1": 1, 0: 1 });
  expect([Array.isArray(made.a), Array.isArray(made.b), Array.isArray(made)]).toEqual([true, false, false]);
});
