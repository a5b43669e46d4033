import { groupBy } from "./answer";

const ROWS = [{ city: "Ulm", n: 1 }, { city: "Bonn", n: 2 }, { city: "Ulm", n: 3 }];

test("by the name of a property", () => {
  expect([...groupBy(ROWS, "city")]).toEqual([["Ulm", [ROWS[0], ROWS[2]]], ["Bonn", [ROWS[1]]]]);
});
test("by a function", () => {
  expect([...groupBy([1, 2, 3, 4, 5], (n) => (n % 2 ? "odd" : "even"))]).toEqual([["odd", [1, 3, 5]], ["even", [2, 4]]]);
});
test("is a Map", () => {
  expect(groupBy([], "x")).toBeInstanceOf(Map);
  expect(groupBy([], "x").size).toBe(0);
});
test("keeps the types of keys", () => {
  const groups = groupBy([1, "1", 1, null, undefined], (value) => value);
  expect([...groups.keys()]).toEqual([1, "1", null, undefined]);
  expect(groups.get(1)).toEqual([1, 1]);
});
test("objects as keys", () => {
  const key = {};
  expect(groupBy([1, 2], () => key).get(key)).toEqual([1, 2]);
});
test("a missing property is the key undefined", () => {
  expect([...groupBy([{ a: 1 }, {}], "a")]).toEqual([[1, [{ a: 1 }]], [undefined, [{}]]]);
});
test("leaves the items", () => {
  const items = [3, 1, 2];
  groupBy(items, (n) => n);
  expect(items).toEqual([3, 1, 2]);
});
