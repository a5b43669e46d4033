type Options = { descending?: boolean };

export function sortBy<T>(items: T[], key: (item: T) => string | number, { descending = false }: Options = {}): T[] {
  const sign = descending ? -1 : 1;
  return items.sort((a, b) => sign * String(key(a)).localeCompare(String(key(b))));
}

export function topOf<T>(items: T[], key: (item: T) => string | number, n: number): T[] {
  return sortBy(items, key, { descending: true }).slice(0, n);
}
