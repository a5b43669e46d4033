import { add } from "./answer";


test.each([[1, 2, 3], [0, 0, 0], [-5, 5, 0], [2.5, 0.25, 2.75], [-1, -2, -3]])("add(%d, %d) is %d", (a, b, sum) => {
  expect(add(a, b)).toBe(sum);
});
