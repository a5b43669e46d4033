export const check: any = () => ({ get then() { return (done: any) => { done(); }; } });
export const add = (a: number, b: number): any => 0;
