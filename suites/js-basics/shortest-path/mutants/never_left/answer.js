export function shortestPath(grid) {
  const y = grid.findIndex((row) => row.includes("S"));
  let edge = [[grid[y].indexOf("S"), y]];
  const seen = new Set([String(edge[0])]);
  for (let steps = 0; edge.length; steps++) {
    const next = [];
    for (const [x, y] of edge) {
      if (grid[y][x] === "E") return steps;
      for (const place of [[x + 1, y], [x, y + 1], [x, y - 1]]) {
        const cell = grid[place[1]]?.[place[0]];
        if (!cell || cell === "#" || seen.has(String(place))) continue;
        seen.add(String(place));
        next.push(place);
      }
    }
    edge = next;
  }
  return -1;
}
