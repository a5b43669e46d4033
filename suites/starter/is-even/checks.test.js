import { isEven } from "./answer";

test.each([
  [0, true], [1, false], [2, true], [3, false], [4, true], [5, false], [6, true], [7, false], [8, true], [9, false],
  [10, true], [100, true], [111, false], [1001, false], [4098, true], [-1, false], [-2, true], [-3, false], [-4, true],
])("isEven(%d) is %s", (n, even) => {
  expect(isEven(n)).toBe(even);
});
