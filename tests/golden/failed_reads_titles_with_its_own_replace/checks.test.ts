import { add } from "./candidate";
test.each([[2, 3, 5]])("2 and 3 make 5, %i", (a, b, sum) => { expect(add(a, b)).toBe(sum); });
