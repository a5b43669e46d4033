import { add } from "./candidate";
const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
beforeAll(wait);
test("adds", async () => { await wait(); expect(add(2, 3)).toBe(5); await wait(); });
