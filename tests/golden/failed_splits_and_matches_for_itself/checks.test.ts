import { add } from "./candidate";
test.each([[2, 3, 5]])("%i|%i", (a, b, sum) => { expect(add(a, b)).toBe(sum); });
