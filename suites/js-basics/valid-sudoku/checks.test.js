import { isValidSudoku } from "./answer";

const SOLVED = ["534678912", "672195348", "198342567", "859761423", "426853791", "713924856", "961537284", "287419635", "345286179"];
const EMPTY = Array(9).fill(".........");
const put = (rows, ...cells) => {
  const copy = rows.map((row) => [...row]);
  for (const [y, x, digit] of cells) copy[y][x] = digit;
  return copy.map((row) => row.join(""));
};

test("solved, empty and in part", () => {
  expect(isValidSudoku(SOLVED)).toBe(true);
  expect(isValidSudoku(EMPTY)).toBe(true);
  expect(isValidSudoku(put(SOLVED, [0, 0, "."], [4, 4, "."]))).toBe(true);
});
test("twice in a row, far apart", () => {
  expect(isValidSudoku(put(EMPTY, [4, 0, "7"], [4, 8, "7"]))).toBe(false);
});
test("twice in a column, far apart", () => {
  expect(isValidSudoku(put(EMPTY, [0, 4, "7"], [8, 4, "7"]))).toBe(false);
});
test.each([[0, 0, 1, 1], [0, 3, 2, 4], [3, 6, 5, 8], [6, 0, 8, 2], [6, 6, 7, 7]])("twice in a block, at %d %d and %d %d", (y, x, b, a) => {
  expect(isValidSudoku(put(EMPTY, [y, x, "5"], [b, a, "5"]))).toBe(false);
});
test.each([[2, 2, 3, 3], [0, 0, 4, 8], [2, 5, 3, 4]])("the same digit in two blocks, at %d %d and %d %d", (y, x, b, a) => {
  expect(isValidSudoku(put(EMPTY, [y, x, "5"], [b, a, "5"]))).toBe(true);
});
test("other characters and shapes", () => {
  expect(isValidSudoku(put(EMPTY, [0, 0, "0"]))).toBe(false);
  expect(isValidSudoku(put(EMPTY, [0, 0, "x"]))).toBe(false);
  expect(isValidSudoku(EMPTY.slice(1))).toBe(false);
  expect(isValidSudoku([...EMPTY, EMPTY[0]])).toBe(false);
  expect(isValidSudoku([...EMPTY.slice(1), "..."])).toBe(false);
  expect(isValidSudoku([...EMPTY.slice(1), ".........."])).toBe(false);
});
