type Options = { descending?: boolean };

export function sortBy<T>(items: T[], key: (item: T) => string | number, { descending = false }: Options = {}): T[] {
  const sorted = [...items].sort((a, b) => compare(key(a), key(b)));
  return descending ? sorted.reverse() : sorted;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b));
}

export function topOf<T>(items: T[], key: (item: T) => string | number, n: number): T[] {
  return sortBy(items, key, { descending: true }).slice(0, n);
}
