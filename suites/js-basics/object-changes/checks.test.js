import { changes } from "./answer";

test.each([
  [[{ a: 1 }, { a: 1 }], []],
  [[{ a: 1 }, { a: 2 }], [{ path: "a", before: 1, after: 2 }]],
  [[1, 2], [{ path: "", before: 1, after: 2 }]],
  [["x", "x"], []],
  [[{ b: 1, a: 1 }, { a: 2, b: 2 }], [{ path: "a", before: 1, after: 2 }, { path: "b", before: 1, after: 2 }]],
  [[{ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 }], [{ path: "a", before: 1, after: 2 }, { path: "b", before: 1, after: 2 }, { path: "c", before: 1, after: 2 }]],
  [[{ a: { b: { c: 1 } } }, { a: { b: { c: null } } }], [{ path: "a.b.c", before: 1, after: null }]],
  [[[1, 2, 3], [1, 9, 3]], [{ path: "1", before: 2, after: 9 }]],
  [[{ a: [] }, { a: {} }], [{ path: "a", before: [], after: {} }]],
  [[{ a: null }, { a: {} }], [{ path: "a", before: null, after: {} }]],
  [[{ a: {} }, { a: null }], [{ path: "a", before: {}, after: null }]],
  [[{ a: { b: 1 } }, { a: 5 }], [{ path: "a", before: { b: 1 }, after: 5 }]],
  [[{ a: {} }, { a: "x" }], [{ path: "a", before: {}, after: "x" }]],
  [[{ a: null }, { a: null }], []],
  [[{ a: 0 }, { a: false }], [{ path: "a", before: 0, after: false }]],
  [[{ a: 1 }, { a: "1" }], [{ path: "a", before: 1, after: "1" }]],
  [[{ user: { tags: ["x"] } }, { user: { tags: ["y"] } }], [{ path: "user.tags.0", before: "x", after: "y" }]],
  [[[{ a: 1 }], [{ a: 1, b: 2 }]], [{ path: "0.b", after: 2 }]],
  [[{ toString: 1 }, {}], [{ path: "toString", before: 1 }]],
  [[Array.from({ length: 11 }, () => 0), Array.from({ length: 11 }, (_, n) => (n === 2 || n === 10 ? 1 : 0))], [{ path: "10", before: 0, after: 1 }, { path: "2", before: 0, after: 1 }]],
])("changes(...%j)", (values, expected) => {
  expect(changes(...values)).toEqual(expected);
});

test("a missing side has no property", () => {
  const [gone] = changes({ a: null }, {});
  expect(Object.keys(gone).sort()).toEqual(["before", "path"]);
  const [came] = changes([], [null]);
  expect(Object.keys(came).sort()).toEqual(["after", "path"]);
  expect(came).toEqual({ path: "0", after: null });
});
test("a missing object is one change", () => {
  expect(changes({ a: { b: 1, c: [2] } }, {})).toEqual([{ path: "a", before: { b: 1, c: [2] } }]);
});
test("does not change its arguments", () => {
  const before = Object.freeze({ a: Object.freeze([2, 1]) });
  expect(changes(before, Object.freeze({ a: Object.freeze([1, 2]) }))).toHaveLength(2);
});
