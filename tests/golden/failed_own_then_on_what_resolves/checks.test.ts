import { load, other } from "./candidate";
test("resolves", async () => { await expect(load()).resolves.toBe(5); });
test("resolves, any thenable", async () => { await expect(other()).resolves.toBe(5); });
