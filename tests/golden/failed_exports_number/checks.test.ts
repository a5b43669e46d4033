import { f } from "./candidate";
test("five", () => { expect(Number(f())).toBe(5); });
