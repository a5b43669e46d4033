import { add } from "./candidate";
const cases = [[2, 3, 5], [-2, 3, 1]];
for (const [a, b, sum] of cases) test(`adds ${a}`, () => { expect(add(a, b)).toBe(sum); });
