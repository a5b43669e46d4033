export const add = (): Promise<number> => new Promise(() => undefined);
