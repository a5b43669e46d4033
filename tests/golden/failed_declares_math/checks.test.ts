import { add } from "./candidate";
test("adds", () => { expect(Math.abs(add(2, 3) - 5) < 1e-9).toBe(true); });
