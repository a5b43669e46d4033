import assert from "node:assert";
import { persist } from "./candidate";

test("tries again while the job fails", async () => {
  let calls = 0;
  const job = () => {
    calls++;
    assert(calls > 2);
    return calls;
  };
  assert.strictEqual(await persist(job, 5), 3);
});
