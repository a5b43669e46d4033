import { f } from "./candidate";
test("five", () => { expect(f()).toBe(5); });
