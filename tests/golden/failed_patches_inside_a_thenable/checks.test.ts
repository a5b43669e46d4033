import { add, rows } from "./candidate";

test("toBe", async () => { await expect(add()).resolves.toBe(5); });
test("toEqual", async () => { await expect(rows()).resolves.toEqual({ foo: 1 }); });
