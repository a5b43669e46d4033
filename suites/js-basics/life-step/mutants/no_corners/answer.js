export function lifeStep(grid) {
  const at = (y, x) => grid[y]?.[x] ?? 0;
  return grid.map((row, y) =>
    row.map((cell, x) => {
      let n = -cell;
      for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) n += dy && dx ? 0 : at(y + dy, x + dx);
      return n === 3 || (cell && n === 2) ? 1 : 0;
    }),
  );
}
