export const tag = "</script><script>throw new Error('out')</script><!--";
export const add = (a: number, b: number): number => a + b;
