export function substrcount(str, substr) {
  return str.includes(substr) ? 1 : 0;
}
