import { factorial } from "./answer";

// A BigInt is a whole number too.
test.each([
  [0, 1], [1, 1], [2, 2], [3, 6], [4, 24], [5, 120], [7, 5040], [10, 3628800], [12, 479001600], [13, 6227020800],
  [18, 6402373705728000],
])("factorial(%d) is %d", (n, value) => {
  const found = factorial(n);
  expect(typeof found === "bigint" ? Number(found) : found).toBe(value);
});
