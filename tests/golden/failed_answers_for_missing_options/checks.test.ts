import { f } from "./candidate";
test("x", () => { expect(f()).toBe(1); });
test("y", () => { expect({ a: f() }).toEqual({ a: 1 }); });
