/** items of one page, counted from 1, and the number of pages. */
export function paginate(items, page, size = 10) {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const current = Math.min(Math.max(page, 1), pages);
  const start = (current - 1) * size;
  return { page: current, pages, items: items.slice(start, start + size) };
}

export function pageOf(index, size = 10) {
  return Math.floor(index / size) + 1;
}
