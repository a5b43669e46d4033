import assert from "node:assert";
import { classy, map, set } from "./candidate";

test("a set", () => { expect(set()).not.toEqual(new Set([2])); });
test("a map", () => { expect(map()).not.toEqual(new Map([[2, 3]])); });
test("a class", () => { expect(classy()).not.toEqual(new Set([2])); });
test("node's set", () => { assert.notDeepEqual(set(), new Set([2])); });
test("node's map", () => { assert.notDeepEqual(map(), new Map([[2, 3]])); });
test("node's class", () => { assert.deepEqual(classy(), new Set([2])); });
