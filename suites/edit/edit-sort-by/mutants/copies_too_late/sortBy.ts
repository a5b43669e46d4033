type Options = { descending?: boolean };

export function sortBy<T>(items: T[], key: (item: T) => string | number, { descending = false }: Options = {}): T[] {
  const sign = descending ? -1 : 1;
  return [...items.sort((a, b) => sign * compare(key(a), key(b)))];
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

export function topOf<T>(items: T[], key: (item: T) => string | number, n: number): T[] {
  return sortBy(items, key, { descending: true }).slice(0, n);
}
