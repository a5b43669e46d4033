export const add = (): number => {
  try {
    for (;;);
  } finally {
    for (;;);
  }
};
