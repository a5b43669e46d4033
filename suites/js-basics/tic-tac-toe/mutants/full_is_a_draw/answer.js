const LINES = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]];
export function gameState(board) {
  const cells = board.flat();
  const count = (mark) => cells.filter((cell) => cell === mark).length;
  const hasWon = (mark) => LINES.some((line) => line.every((i) => cells[i] === mark));
  const lead = count("X") - count("O");
  if (lead < 0 || lead > 1) return "invalid";
  if (hasWon("X") && (hasWon("O") || lead !== 1)) return "invalid";
  if (hasWon("O") && lead !== 0) return "invalid";
  if (hasWon("X") && count("")) return "X";
  if (hasWon("O")) return "O";
  return count("") ? "open" : "draw";
}
