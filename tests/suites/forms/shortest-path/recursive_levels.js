export default function shortestPath(grid) {
  const cells = grid.map((row) => row.split(""));
  const start = cells.flatMap((row, y) => row.flatMap((c, x) => (c === "S" ? [{ x, y }] : [])));
  const step = (front, n) => {
    if (!front.length) return -1;
    if (front.some(({ x, y }) => cells[y][x] === "E")) return n;
    front.forEach(({ x, y }) => { cells[y][x] = "#"; });
    const next = new Map();
    for (const { x, y } of front)
      for (const [dx, dy] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
        const cell = cells[y + dy] && cells[y + dy][x + dx];
        if (cell && cell !== "#") next.set(`${x + dx}/${y + dy}`, { x: x + dx, y: y + dy });
      }
    return step([...next.values()], n + 1);
  };
  return step(start, 0);
}
