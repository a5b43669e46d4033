import { expect, test } from "vitest";
import { groupBy } from "./groupBy";

test("groups by a function, keys and items in order", () => {
  const groups = groupBy([3, 2, 5, 4], (n) => (n % 2 ? "odd" : "even"));
  expect([...groups]).toEqual([
    ["odd", [3, 5]],
    ["even", [2, 4]],
  ]);
});

test("groups by the name of a property", () => {
  const items = [{ kind: "a", n: 1 }, { kind: "b", n: 2 }, { kind: "a", n: 3 }];
  expect(groupBy(items, "kind").get("a")).toEqual([items[0], items[2]]);
});

test("1 and the text 1 are different keys", () => {
  expect([...groupBy([1, "1"], (value) => value).keys()]).toEqual([1, "1"]);
});

test("nothing gives an empty Map", () => {
  expect(groupBy([], "x")).toEqual(new Map());
});
