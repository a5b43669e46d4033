export function potato(n) {
  return [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55][n];
}
