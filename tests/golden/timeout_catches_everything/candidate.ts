export const add = (): number => {
  for (;;) {
    try {
      for (;;);
    } catch {
      continue;
    }
  }
};
