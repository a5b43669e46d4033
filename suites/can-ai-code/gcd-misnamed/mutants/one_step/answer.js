export function fofx(a, b) {
  return b === 0 ? a : a === 0 ? b : Math.max(a, b) % Math.min(a, b) === 0 ? Math.min(a, b) : 1;
}
