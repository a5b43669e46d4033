function gcf(a, b) {
  let factor = Math.max(a, b) && (a === 0 || b === 0) ? a + b : 1;
  for (let i = 1; i <= 50; i++) if (a && b && a % i === 0 && b % i === 0) factor = i;
  return factor;
}
