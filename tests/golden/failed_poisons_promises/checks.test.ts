import { f } from "./candidate";
test("x", async () => { await null; expect(f()).toBe(1); });
