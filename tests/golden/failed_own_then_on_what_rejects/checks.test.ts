import { load } from "./candidate";
test("rejects", async () => { await expect(load()).rejects.toThrow("no"); });
