const shortestPath = (grid) => {
  const width = grid[0].length;
  const flat = grid.join("");
  const queue = [[flat.indexOf("E"), 0]];
  const seen = new Uint8Array(flat.length);
  seen[queue[0][0]] = 1;
  while (queue.length) {
    const [at, n] = queue.shift();
    if (flat[at] === "S") return n;
    const column = at % width;
    for (const to of [column > 0 && at - 1, column < width - 1 && at + 1, at - width, at + width]) {
      if (to === false || to < 0 || to >= flat.length || seen[to] || flat[to] === "#") continue;
      seen[to] = 1;
      queue.push([to, n + 1]);
    }
  }
  return -1;
};
exports.shortestPath = shortestPath;
