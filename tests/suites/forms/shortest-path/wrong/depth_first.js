export function shortestPath(grid) {
  const y0 = grid.findIndex((r) => r.includes("S"));
  const seen = new Set();
  const go = (x, y, n) => {
    const c = grid[y]?.[x];
    if (!c || c === "#" || seen.has(`${x},${y}`)) return -1;
    if (c === "E") return n;
    seen.add(`${x},${y}`);
    for (const [dx, dy] of [[0, 1], [1, 0], [0, -1], [-1, 0]]) { const r = go(x + dx, y + dy, n + 1); if (r >= 0) return r; }
    return -1;
  };
  return go(grid[y0].indexOf("S"), y0, 0);
}
