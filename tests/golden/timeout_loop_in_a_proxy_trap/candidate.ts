export const add = (): unknown =>
  new Proxy({}, {
    ownKeys: () => {
      for (;;);
    },
  });
