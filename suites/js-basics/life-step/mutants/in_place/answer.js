export function lifeStep(grid) {
  const at = (y, x) => grid[y]?.[x] ?? 0;
  grid.forEach((row, y) =>
    row.forEach((cell, x) => {
      let n = -cell;
      for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) n += at(y + dy, x + dx);
      row[x] = n === 3 || (cell && n === 2) ? 1 : 0;
    }),
  );
  return grid;
}
