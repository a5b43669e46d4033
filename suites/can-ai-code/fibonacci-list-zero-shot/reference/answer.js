export function fib(n) {
  const list = [];
  for (let i = 0; i < n; i++) list.push(i < 2 ? i : list[i - 1] + list[i - 2]);
  return list;
}
