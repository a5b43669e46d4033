import { factorial } from "./answer";


test.each([[0, 1], [1, 1], [2, 2], [5, 120], [10, 3628800]])("factorial(%d) is %d", (n, value) => {
  expect(factorial(n)).toBe(value);
});
