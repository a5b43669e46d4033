import { add } from "./candidate";

import { attempt } from "./candidate";

test("gives the fallback", () => {
  expect(attempt(() => { throw new Error("no"); }, add(2, 3))).toBe(5);
  expect(() => expect(add(2, 3)).toBe(6)).toThrow("to be 6");
});
