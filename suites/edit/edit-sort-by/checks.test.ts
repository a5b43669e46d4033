import { sortBy, topOf } from "./sortBy";

describe("change", () => {
  test("numbers as numbers", () => {
    expect(sortBy([10, 9, 100], (n) => n)).toEqual([9, 10, 100]);
    expect(sortBy([-1, 10, -2.5], (n) => n, { descending: true })).toEqual([10, -1, -2.5]);
  });
  test("what it was given stays", () => {
    const items = ["b", "a"];
    sortBy(items, (text) => text);
    expect(items).toEqual(["b", "a"]);
    const others = ["a", "b"];
    topOf(others, (text) => text, 1);
    expect(others).toEqual(["a", "b"]);
  });
  test("the top of numbers", () => expect(topOf([9, 10, 1], (n) => n, 2)).toEqual([10, 9]));
});

describe("kept", () => {
  test("texts", () => {
    expect(sortBy(["b", "a", "C"], (text) => text)).toEqual(["a", "b", "C"]);
    expect(sortBy(["b", "a", "C"], (text) => text, { descending: true })).toEqual(["C", "b", "a"]);
    expect(sortBy(["zebra", "éclair"], (text) => text)).toEqual(["éclair", "zebra"]);
  });
  test("by a key, equal ones in their order", () => {
    const items = [{ k: "b", n: 1 }, { k: "a", n: 2 }, { k: "b", n: 3 }];
    expect(sortBy(items, (item) => item.k).map((item) => item.n)).toEqual([2, 1, 3]);
    expect(sortBy([...items], (item) => item.k, { descending: true }).map((item) => item.n)).toEqual([1, 3, 2]);
  });
  test("numbers that are texts compare as texts", () => expect(sortBy(["10", "9"], (text) => text)).toEqual(["10", "9"]));
});
