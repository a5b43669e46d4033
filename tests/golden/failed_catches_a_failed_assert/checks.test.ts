import { add } from "./candidate";

import assert from "node:assert";

test("tells the sum", () => {
  (add as any)(2, 3, (sum: number) => { assert.strictEqual(sum, 5); });
});
