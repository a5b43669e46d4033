import { add } from "./candidate";
test("adds", async () => { await 0; expect(add(2, 3)).toBe(5); });
