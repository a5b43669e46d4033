const spin = (): never => {
  for (;;);
};
export const add = (): unknown => ({ toString: spin, valueOf: spin, toJSON: spin, [Symbol.toPrimitive]: spin });
