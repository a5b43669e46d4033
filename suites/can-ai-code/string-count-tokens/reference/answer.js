export function substrcount(str, substr) {
  return str.split(substr).length - 1;
}
