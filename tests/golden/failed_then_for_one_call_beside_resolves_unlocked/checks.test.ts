import { load } from "./candidate";
test("resolves", async () => { await expect(load()).resolves.toBe(5); });

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
