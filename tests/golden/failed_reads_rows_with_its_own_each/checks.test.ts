import { add } from "./candidate";
test.each([[2, 3, 5]])("adds %i", (a, b, sum) => { expect(add(a, b)).toBe(sum); });
