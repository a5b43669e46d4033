import { parser } from "./candidate";

for (const n of [1, 2, 3, 4]) {
  test(`put back after ${n}`, () => { expect(parser(n)).toThrow("no such sheet"); });
  test(`put back after ${n}, in a closure`, () => { expect(() => parser(n)()).toThrowError("no such sheet"); });
}
