import { load } from "./candidate";
test("resolves", async () => { await expect(load()).resolves.toBe(5); });
