export function shortestPath(grid) {
  const far = grid.map((row) => [...row].map((c) => (c === "S" ? 0 : Infinity)));
  for (let changed = true; changed; ) {
    changed = false;
    grid.forEach((row, y) => [...row].forEach((c, x) => {
      if (c === "#") return;
      const best = Math.min(...[[0, 1], [1, 0], [0, -1], [-1, 0]].map(([dx, dy]) => (far[y + dy]?.[x + dx] ?? Infinity) + 1));
      if (best < far[y][x]) { far[y][x] = best; changed = true; }
    }));
  }
  const y = grid.findIndex((row) => row.includes("E"));
  const answer = far[y][grid[y].indexOf("E")];
  return answer === Infinity ? -1 : answer;
}
