export function fofx(x, banana) {
  return banana === 0 ? x : fofx(banana, x % banana);
}
