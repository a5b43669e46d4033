export const add = (): unknown => ({
  get value() {
    for (;;);
  },
});
