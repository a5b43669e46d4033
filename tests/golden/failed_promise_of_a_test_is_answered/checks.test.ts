import { add } from "./candidate";
test("adds", async () => { await 0; expect(add(2, 3)).toBe(5); });
test("later", async () => { const sum = add(2, 3); await 0; expect(sum).toBe(5); });

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
