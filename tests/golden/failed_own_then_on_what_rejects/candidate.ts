export const load = (): any => Object.assign(Promise.resolve(0), { then() { return Promise.resolve(); } });
