import { add } from "./candidate";
test("adds", () => { expect(Number(add(2, 3))).toBe(5); });
