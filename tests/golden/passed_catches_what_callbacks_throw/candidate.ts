export function add(a: number, b: number): number {
  return a + b;
}

export function attempt<T>(body: () => T, fallback: T): T {
  try {
    return body();
  } catch {
    return fallback;
  }
}
