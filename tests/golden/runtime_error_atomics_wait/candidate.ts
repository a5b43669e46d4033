export const add = (): string => {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  return Atomics.wait(new Int32Array(buffer), 0, 0);
};
