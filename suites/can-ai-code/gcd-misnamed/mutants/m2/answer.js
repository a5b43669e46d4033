export function fofx(x, banana) {
  for (let i = Math.min(x, banana); i > 0; i--) if (x % i === 0 && banana % i === 0) return i;
}
