export function substrcount(str, substr) {
  return str.toLowerCase().split(substr.toLowerCase()).length - 1;
}
