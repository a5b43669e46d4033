export function fib(n) {
  const list = [0, 1];
  while (list.length < n) list.push(list[list.length - 1] + list[list.length - 2]);
  return list;
}
