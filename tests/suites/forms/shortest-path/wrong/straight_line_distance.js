export function shortestPath(grid) {
  const find = (c) => { const y = grid.findIndex((r) => r.includes(c)); return [grid[y].indexOf(c), y]; };
  const [a, b] = [find("S"), find("E")];
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}
