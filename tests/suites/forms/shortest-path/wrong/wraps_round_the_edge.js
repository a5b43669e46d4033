export function shortestPath(grid) {
  const w = grid[0].length, flat = grid.join("");
  let edge = [flat.indexOf("S")]; const seen = new Set(edge);
  for (let n = 0; edge.length; n++) {
    if (edge.some((i) => flat[i] === "E")) return n;
    edge = edge.flatMap((i) => [i + 1, i - 1, i + w, i - w]).filter((i) => flat[i] && flat[i] !== "#" && !seen.has(i) && seen.add(i));
  }
  return -1;
}
