import assert from "node:assert";
import { half, isSame } from "./candidate";

test("compares", () => {
  assert.strictEqual(isSame([1, { a: 2 }], [1, { a: 2 }]), true);
  assert.strictEqual(isSame([1], [2]), false);
});
test("refuses odd numbers", () => {
  assert.strictEqual(half(4), 2);
  assert.throws(() => half(3), assert.AssertionError);
});
