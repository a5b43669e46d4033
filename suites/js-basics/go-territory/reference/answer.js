export function territory(board) {
  const result = { black: [], white: [], none: [] };
  const seen = new Set();
  const owner = new Map();
  for (let y = 0; y < board.length; y++) {
    for (let x = 0; x < board[y].length; x++) {
      if (board[y][x] !== "." || seen.has(`${x} ${y}`)) continue;
      const region = [[x, y]];
      const colours = new Set();
      seen.add(`${x} ${y}`);
      for (const [px, py] of region) {
        for (const [nx, ny] of [[px - 1, py], [px + 1, py], [px, py - 1], [px, py + 1]]) {
          const point = board[ny]?.[nx];
          if (point === undefined) continue;
          if (point !== ".") colours.add(point);
          else if (!seen.has(`${nx} ${ny}`)) {
            seen.add(`${nx} ${ny}`);
            region.push([nx, ny]);
          }
        }
      }
      const name = colours.size !== 1 ? "none" : colours.has("B") ? "black" : "white";
      for (const [px, py] of region) owner.set(`${px} ${py}`, name);
    }
  }
  board.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) if (row[x] === ".") result[owner.get(`${x} ${y}`)].push([x, y]);
  });
  return result;
}
