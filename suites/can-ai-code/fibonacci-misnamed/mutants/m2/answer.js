export function potato(g) {
  return g < 3 ? 1 : potato(g - 1) + potato(g - 2);
}
