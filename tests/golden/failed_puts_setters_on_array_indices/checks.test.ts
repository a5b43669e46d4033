import { f } from "./candidate";
test("x", () => { expect(f()).toBe(1); });
