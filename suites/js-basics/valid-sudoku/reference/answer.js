export function isValidSudoku(rows) {
  if (rows.length !== 9 || !rows.every((row) => /^[1-9.]{9}$/.test(row))) return false;
  const seen = new Set();
  return rows.every((row, y) =>
    [...row].every((digit, x) => {
      if (digit === ".") return true;
      const marks = [`row ${y} ${digit}`, `column ${x} ${digit}`, `block ${Math.floor(y / 3)} ${Math.floor(x / 3)} ${digit}`];
      const isNew = marks.every((mark) => !seen.has(mark));
      marks.forEach((mark) => seen.add(mark));
      return isNew;
    }),
  );
}
