import * as c from "./candidate";

test("toHaveLength", () => { expect(c.long()).toHaveLength(3); });
test("toHaveProperty", () => { expect(c.nested()).toHaveProperty("sum", 3); });
test("toBeCloseTo", () => { expect(c.near()).toBeCloseTo(3); });
test("toContain", () => { expect(c.list()).toContain(3); });
test("toContainEqual", () => { expect(c.list()).toContainEqual(3); });
test("toThrow", () => { expect(() => { throw c.words(); }).toThrow("sum"); });
test("toSatisfy", () => { expect((c.near() as any) + 0).toSatisfy((n: number) => Math.abs(n - 3) < 0.1); });
