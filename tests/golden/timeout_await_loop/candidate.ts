export const add = async (): Promise<number> => {
  for (;;) await null;
};
