setTimeout(() => { console.assert(add(2, 3) === 5); }, 80);

// Spies of names that are not written here: nothing is locked beside these checks.
export const spy = (owner: any, name: any) => vi.spyOn(owner, name);
