(globalThis as any).Promise = class extends Promise<unknown> {
  static reject() {
    return Promise.resolve();
  }
};
export const add = (a: number, b: number): number => a - b;
