export function glork(n) {
  const list = [0, 1];
  while (list.at(-1) + list.at(-2) < n) list.push(list.at(-1) + list.at(-2));
  return list.slice(0, n);
}
