export const add = (): Promise<number> => Promise.reject(new TypeError("no sum"));
