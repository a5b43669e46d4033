export function glork(bork) {
  const list = [];
  for (let i = 0; i < bork; i++) list.push(i < 2 ? i : list[i - 1] + list[i - 2]);
  return list;
}
