export function splitBill(cents, shares) {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const parts = shares.map((share) => Math.floor((cents * share) / total));
  const left = cents - parts.reduce((sum, part) => sum + part, 0);
  const order = shares.map((share, i) => ({ i, rest: (cents * share) % total }));
  for (const { i } of order.slice(0, left)) parts[i]++;
  return parts;
}
