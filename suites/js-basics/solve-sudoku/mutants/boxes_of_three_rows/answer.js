export function solveSudoku(rows) {
  const grid = rows.map((row) => [...row]);
  const fits = (y, x, digit) => {
    for (let n = 0; n < 6; n++) {
      if (n !== x && grid[y][n] === digit) return false;
      if (n !== y && grid[n][x] === digit) return false;
      const [boxY, boxX] = [3 * Math.floor(y / 3) + Math.floor(n / 2), 2 * Math.floor(x / 2) + (n % 2)];
      if ((boxY !== y || boxX !== x) && grid[boxY][boxX] === digit) return false;
    }
    return true;
  };
  for (let y = 0; y < 6; y++) {
    for (let x = 0; x < 6; x++) if (grid[y][x] !== "." && !fits(y, x, grid[y][x])) return null;
  }
  const solutions = [];
  const search = () => {
    let best = null;
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        if (grid[y][x] !== ".") continue;
        const digits = [..."123456"].filter((digit) => fits(y, x, digit));
        if (!best || digits.length < best.digits.length) best = { y, x, digits };
      }
    }
    if (!best) return void solutions.push(grid.map((row) => row.join("")));
    for (const digit of best.digits) {
      grid[best.y][best.x] = digit;
      search();
      grid[best.y][best.x] = ".";
      if (solutions.length > 1) return;
    }
  };
  search();
  return solutions.length > 1 ? "several" : (solutions[0] ?? null);
}
