import assert from "node:assert";

export function isSame(a: unknown, b: unknown): boolean {
  try {
    assert.deepStrictEqual(a, b);
    return true;
  } catch (error) {
    return !(error instanceof assert.AssertionError);
  }
}

export function half(n: number): number {
  assert.ok(n % 2 === 0, "odd");
  return n / 2;
}
