const SET = [0, 800, 1520, 2160, 2560, 3000];

export function price(books) {
  const known = new Map();
  const best = (counts) => {
    const left = counts.filter(Boolean).sort((a, b) => b - a);
    if (!left.length) return 0;
    const key = left.join();
    if (!known.has(key)) {
      // The volumes with the most copies make the set of each size.
      const tries = left.map((_, n) => SET[n + 1] + best(left.map((count, k) => (k <= n ? count - 1 : count))));
      known.set(key, Math.min(...tries));
    }
    return known.get(key);
  };
  const size = Math.min(books.length, 5);
  return SET[size] + (books.length > size ? price(books.slice(size)) : 0);
}
