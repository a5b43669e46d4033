import { deepEqual, equal, throws } from "node:assert/strict";
import { test } from "node:test";
import { beginTest, endTest, expect, guardBy } from "../../../evaluations/sandbox/harness/expect";

test("matchers compare, and their negation does", () => {
  expect(2).toBe(2);
  expect([1, { a: 2 }]).toEqual([1, { a: 2 }]);
  expect({ a: 1, b: 2 }).not.toEqual({ a: 1 });
  throws(() => expect(2).toBe(3), { name: "AssertionError" });
  throws(() => expect(() => 1).toThrow(), { name: "AssertionError" });
});

test("promises are waited for", async () => {
  await expect(Promise.resolve(2)).resolves.toBe(2);
  await expect(Promise.reject(new Error("no"))).rejects.toThrow("no");
});

test("only a matcher of our own expect is a matcher", () => {
  expect({ id: 7 }).toEqual({ id: expect.any(Number) });
  throws(() => expect({ asymmetricMatch: () => true }).toEqual(5), { name: "AssertionError" });
});

test("no comparison passes once a built-in was replaced", () => {
  guardBy(() => "Array.prototype.map");
  throws(() => expect(2).toBe(2), /replaced the built-in Array.prototype.map/);
  guardBy(() => "");
  expect(2).toBe(2);
});

test("a built-in that is replaced while a matcher runs is seen after it", () => {
  const answers = ["", "Object.is"];
  guardBy(() => answers.shift() ?? "");
  throws(() => expect([2]).toHaveLength(1), /replaced the built-in Object.is/);
  const later = ["", "Object.is"];
  guardBy(() => later.shift() ?? "");
  throws(() => expect({ a: 2 }).toEqual({ a: 2 }), /replaced the built-in Object.is/);
  guardBy(() => "");
});

test("the number of assertions is kept to", () => {
  beginTest();
  expect.assertions(2);
  expect(1).toBe(1);
  throws(endTest, /expected 2 assertions, got 1/);
  beginTest();
  expect.hasAssertions();
  throws(endTest, /expected an assertion, got none/);
  beginTest();
  endTest();
});

test("nothing of expect is found among the globals", () => {
  const symbols = Object.getOwnPropertySymbols(globalThis).map(String);
  deepEqual(symbols.filter((name) => /jest|vitest|matcher/i.test(name)), []);
  equal("expect" in globalThis, false);
});

test("extended matchers are known", () => {
  expect.extend({ toBeEven: (value: number) => ({ pass: value % 2 === 0, message: () => `${value} is odd` }) });
  expect(2).toBeEven();
  throws(() => expect(3).toBeEven(), /3 is odd/);
});
