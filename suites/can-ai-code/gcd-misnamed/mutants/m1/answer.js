export function fofx(x, banana) {
  return Math.min(x, banana);
}
