export const load = (): any => ({ then() { return Promise.resolve(); } });
