setInterval(() => { for (const end = Date.now() + 20; Date.now() < end; ); }, 0);
export const add = (a: number, b: number): number => a + b;
