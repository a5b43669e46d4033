import { add } from "./candidate";
const wait = () => new Promise((resolve) => setTimeout(resolve, 10));
beforeEach(wait);
afterEach(wait);
test("adds", () => { expect(add(2, 3)).toBe(5); });
test("later", async () => { await wait(); expect(add(2, 3)).toBe(5); });

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
