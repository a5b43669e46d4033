export function potato(g) {
  let [current, next] = [0, 1];
  for (let i = 0; i < g; i++) [current, next] = [next, current + next];
  return current;
}
