export function glork(bork) {
  return String(bork <= 1 ? 1 : bork * glork(bork - 1));
}
