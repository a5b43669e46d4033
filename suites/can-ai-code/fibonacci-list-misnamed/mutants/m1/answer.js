export function glork(bork) {
  const list = [0, 1];
  while (list.length < bork) list.push(list[list.length - 1] + list[list.length - 2]);
  return list;
}
