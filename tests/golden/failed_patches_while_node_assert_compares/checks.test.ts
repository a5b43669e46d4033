import assert from "node:assert";
import { add, list, rows } from "./candidate";

test("strictEqual", () => { assert.strictEqual(add(2, 3), 5); });
test("deepEqual", () => { assert.deepEqual(rows(), { foo: 1, bar: 2 }); });
test("deepStrictEqual", () => { assert.deepStrictEqual(rows(), { foo: 1, bar: 2 }); });
test("list", () => { assert.deepStrictEqual(list(), [2]); });
