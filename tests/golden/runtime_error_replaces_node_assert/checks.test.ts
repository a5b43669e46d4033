import assert from "node:assert";
import { f } from "./candidate";
test("x", () => { assert.strictEqual(f(), 1); });
