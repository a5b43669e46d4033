import assert from "node:assert";
import { persist } from "./candidate";

test("gives the job a number above 2", () => {
  let calls = 0;
  const job = (given: number) => {
    calls++;
    assert(given > 2);
    return given;
  };
  assert.strictEqual(persist(job), 3);
});
