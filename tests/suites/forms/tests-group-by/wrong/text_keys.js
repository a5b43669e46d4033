import { groupBy } from "./groupBy";
test("all", () => {
  const items = [{ k: "a", n: 1 }, { k: "b", n: 2 }, { k: "a", n: 3 }];
  expect(groupBy(items, "k").get("a")).toEqual([items[0], items[2]]);
  expect(groupBy(items, (item) => item.k).get("b")).toEqual([items[1]]);
});
