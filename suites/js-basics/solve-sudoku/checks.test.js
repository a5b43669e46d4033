import { solveSudoku } from "./answer";

const SOLVED = ["123456", "456123", "231564", "564231", "312645", "645312"];
const without = (...cells) => SOLVED.map((row, y) => [...row].map((digit, x) => (cells.some(([a, b]) => a === y && b === x) ? "." : digit)).join(""));

test("a full grid is its own solution", () => {
  expect(solveSudoku(SOLVED)).toEqual(SOLVED);
});
test("fills single cells", () => {
  expect(solveSudoku(without([0, 0], [3, 3], [5, 5]))).toEqual(SOLVED);
});
test("finds the only solution", () => {
  const puzzle = without([0, 0], [0, 1], [0, 2], [0, 3], [1, 4], [1, 5], [2, 0], [2, 3], [3, 1], [3, 2], [4, 4], [4, 5], [5, 0], [5, 3]);
  expect(solveSudoku(puzzle)).toEqual(SOLVED);
});
test("finds the only solution where a digit must be tried, and only the boxes decide", () => {
  expect(solveSudoku(["12...6", "4561..", "..1.6.", ".6.2.1", ".1.6.5", "6...1."])).toEqual(SOLVED);
});
test("has none where a rule is broken", () => {
  expect(solveSudoku(["11....", "......", "......", "......", "......", "......"])).toBe(null);
  expect(solveSudoku(["1.....", "......", "1.....", "......", "......", "......"])).toBe(null);
  expect(solveSudoku(["1.....", ".1....", "......", "......", "......", "......"])).toBe(null);
  expect(solveSudoku([...SOLVED.slice(0, 5), "645321"])).toBe(null);
});
test("has none where no digit fits", () => {
  expect(solveSudoku(["12345.", ".....6", "231...", "564...", "312...", "645..."])).toBe(null);
});
test("boxes are two rows high and three columns wide", () => {
  expect(solveSudoku(["1.....", "...1..", "......", "......", "......", "......"])).toBe("several");
  expect(solveSudoku(["..1...", "1.....", "......", "......", "......", "......"])).toBe(null);
});
test("says when there are several", () => {
  expect(solveSudoku(Array(6).fill("......"))).toBe("several");
  expect(solveSudoku([".2..5.", "4....3", "..15..", "..42..", "3....5", ".4..1."])).toBe("several");
  // 1 and 4 can change places in two rows of two boxes.
  const swappable = ["12.45.", "45.12.", "231564", "564231", "312645", "645312"].map((row, y) => (y < 2 ? SOLVED[y] : row));
  expect(solveSudoku(swappable)).toEqual(SOLVED);
  expect(solveSudoku(without([0, 0], [0, 3], [1, 0], [1, 3]))).toBe("several");
});
test("does not change its argument", () => {
  const rows = Object.freeze(without([0, 0], [1, 1]));
  expect(solveSudoku(rows)).toEqual(SOLVED);
  expect(rows[0][0]).toBe(".");
});
