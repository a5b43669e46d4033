const { groupBy } = require("./groupBy");
test("a Map with object keys", () => {
  const [x, y] = [{}, {}];
  const map = groupBy([{ k: x, n: 1 }, { k: y, n: 2 }, { k: x, n: 3 }], "k");
  expect(map).toBeInstanceOf(Map);
  expect(map.size).toBe(2);
  expect(map.get(x).map((item) => item.n)).toEqual([1, 3]);
});
test("function", () => expect(groupBy([1, 2], () => null).get(null)).toEqual([1, 2]));
