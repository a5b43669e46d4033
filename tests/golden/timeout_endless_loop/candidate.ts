export const add = (): number => {
  for (;;);
};
