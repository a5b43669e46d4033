/** items of one page, counted from 1, and the number of pages. */
export function paginate(items, page, size = 10) {
  const pages = Math.floor(items.length / size);
  const start = (page - 1) * size;
  return { page, pages, items: items.slice(start, start + size) };
}

export function pageOf(index, size = 10) {
  return Math.floor(index / size) + 1;
}
