import { chain } from "./answer";

const sorted = (stones) => stones.map((stone) => [...stone].sort((a, b) => a - b).join("|")).sort();

test("no stones", () => {
  expect(chain([])).toEqual([]);
});
test.each([
  [[[1, 1]]],
  [[[1, 2], [2, 1]]],
  [[[1, 2], [3, 1], [2, 3]]],
  [[[1, 2], [1, 3], [2, 3]]],
  [[[1, 2], [2, 3], [3, 1], [2, 2]]],
  [[[1, 2], [2, 3], [3, 1], [2, 4], [2, 4]]],
  [[[1, 2], [2, 3], [3, 1], [1, 1], [2, 2], [3, 3]]],
  [[[1, 2], [5, 3], [3, 1], [1, 2], [2, 4], [1, 6], [2, 3], [3, 4], [5, 6]]],
  [[[10, 2], [2, 10], [10, 10]]],
  [[[0, 1], [1, 0]]],
])("%j has a ring", (stones) => {
  const before = JSON.stringify(stones);
  const ring = chain(stones);
  expect(ring).not.toBe(null);
  expect(sorted(ring)).toEqual(sorted(stones));
  ring.forEach(([, end], n) => expect(ring[(n + 1) % ring.length][0]).toBe(end));
  expect(JSON.stringify(stones)).toBe(before);
});
test.each([
  [[[1, 2]]],
  [[[1, 2], [4, 1], [2, 3]]],
  [[[1, 1], [2, 2]]],
  [[[1, 2], [2, 1], [3, 4], [4, 3]]],
  [[[1, 2], [2, 3], [3, 1], [4, 4]]],
  [[[1, 2], [2, 3], [3, 1], [4, 5], [5, 6], [6, 4]]],
  [[[1, 2], [1, 3], [1, 4], [2, 3]]],
])("%j has none", (stones) => {
  expect(chain(stones)).toBe(null);
});
