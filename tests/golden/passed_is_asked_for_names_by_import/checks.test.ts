import { Map, escape, parseInt } from "./candidate";
test("its own", () => { expect(parseInt("1")).toBe(2); expect(new Map().get()).toBe(7); expect(escape("a")).toBe("a!"); });
