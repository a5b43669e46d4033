import { load, other } from "./candidate";
test("resolves", async () => { await expect(load()).resolves.toBe(5); });
