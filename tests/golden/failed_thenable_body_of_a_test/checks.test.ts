import { add, check } from "./candidate";
test("adds", async () => { await check(); expect(add(2, 3)).toBe(5); });
test("again", () => check().then(() => { expect(add(2, 3)).toBe(5); }));
