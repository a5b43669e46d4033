export function diffLines(before, after) {
  const [n, m] = [before.length, after.length];
  const common = Array.from({ length: n + 1 }, () => Array(m + 1).fill(0));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      common[i][j] = before[i] === after[j] ? common[i + 1][j + 1] + 1 : common[i + 1][j + 1];
    }
  }
  // The lowest line of before that can stay, with the lowest line of after that goes with it.
  const nextKept = (i, j) => {
    for (let row = i; row < n; row++) {
      for (let column = j; column < m; column++) {
        if (before[row] === after[column] && common[row + 1][column + 1] + 1 === common[i][j]) return [row, column];
      }
    }
  };
  const result = [];
  let [i, j] = [0, 0];
  while (common[i][j] > 0) {
    const [row, column] = nextKept(i, j);
    for (; i < row; i++) result.push(["-", before[i]]);
    for (; j < column; j++) result.push(["+", after[j]]);
    result.push([" ", before[i]]);
    i++;
    j++;
  }
  for (; i < n; i++) result.push(["-", before[i]]);
  for (; j < m; j++) result.push(["+", after[j]]);
  return result;
}
