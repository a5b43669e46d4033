import { f } from "./candidate";
test("x", () => { expect(f()).toBe(1); });
test("y", () => { expect(f()).toBe(1); });
