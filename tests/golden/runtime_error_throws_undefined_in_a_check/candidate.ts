export const add = (a: number, b: number): number => {
  throw undefined;
};
