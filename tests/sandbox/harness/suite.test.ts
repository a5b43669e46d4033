import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { Suite, isAssertion } from "../../../evaluations/sandbox/harness/suite";

type Words = Record<string, any>;
/** Results of a check file, [name, verdict, kind] each. */
async function results(define: (words: Words) => void, limitMs = 200): Promise<string[][]> {
  const suite = new Suite(limitMs, () => undefined);
  define(suite.api());
  await suite.run();
  return Array.from(suite.results, ({ name, verdict, kind }) => [name, verdict, kind]);
}
const failing = (): never => { throw Object.assign(new Error("not equal"), { name: "AssertionError" }); };

test("groups name their tests", async () => {
  deepEqual(await results(({ describe, it }) => describe("sum", () => { it("adds", () => undefined); })), [["sum > adds", "passed", ""]]);
});

test("a failed expectation is told from an exception and from a timeout", async () => {
  const found = await results(({ it }) => {
    it("expectation", failing);
    it("exception", () => { throw new TypeError("x is not a function"); });
    it("timeout", () => new Promise(() => undefined), 20);
  });
  deepEqual(found, [["expectation", "failed", "assertion"], ["exception", "failed", "exception"], ["timeout", "failed", "timeout"]]);
});

test("only, skip, todo and fails", async () => {
  deepEqual(await results(({ it }) => { it("a", failing); it.only("b", () => undefined); }), [["a", "skipped", ""], ["b", "passed", ""]]);
  deepEqual(await results(({ xit, it }) => { xit("a", failing); it.todo("b"); }), [["a", "skipped", ""], ["b", "skipped", ""]]);
  deepEqual(await results(({ it }) => { it.fails("a", failing); it.fails("b", () => undefined); }), [["a", "passed", ""], ["b", "failed", "assertion"]]);
});

test("hooks run around every test, the outer first and last", async () => {
  const log: string[] = [];
  await results(({ describe, it, beforeEach, afterEach, beforeAll, afterAll }) => {
    beforeAll(() => log.push("all")); beforeEach(() => log.push("outer")); afterEach(() => log.push("outer end")); afterAll(() => log.push("end"));
    describe("group", () => { beforeEach(() => log.push("inner")); afterEach(() => log.push("inner end")); it("x", () => log.push("x")); });
  });
  deepEqual(log, ["all", "outer", "inner", "x", "inner end", "outer end", "end"]);
});

test("a failing hook fails the tests below it", async () => {
  deepEqual(await results(({ beforeEach, it }) => { beforeEach(failing); it("x", () => undefined); }), [["x", "failed", "assertion"]]);
});

test("tables: rows, names and templates", async () => {
  const seen: unknown[] = [];
  const found = await results(({ it }) => {
    it.each([[1, 2], [3, 4]])("%i and %i, row %#", (a: number, b: number) => seen.push([a, b]));
    it.each([{ name: "x" }])("is $name", () => undefined);
    it.each`a | b
      ${1} | ${"y"}`("$a$b", ({ b }: { b: string }) => seen.push(b));
  });
  deepEqual(found.map(([name]) => name), ["1 and 2, row 0", "3 and 4, row 1", "is x", "1y"]);
  deepEqual(seen, [[1, 2], [3, 4], "y"]);
});

test("done callbacks are waited for", async () => {
  const found = await results(({ it }) => {
    it("done", (done: () => void) => { setTimeout(done, 5); });
    it("failed", (done: (error: Error) => void) => { done(new Error("no")); });
  });
  deepEqual(found, [["done", "passed", ""], ["failed", "failed", "exception"]]);
});

test("no test is defined while tests run", async () => {
  const suite = new Suite(100, () => undefined);
  const { it } = suite.api() as Words;
  it("x", () => { throws(() => it("late", () => undefined), /while tests run/); });
  await suite.run();
  equal(suite.count, 1);
  deepEqual(Array.from(suite.results, ({ verdict }) => verdict), ["passed"]);
});

test("what counts as an expectation", () => {
  ok(isAssertion({ name: "TestingLibraryElementError" }));
  ok(isAssertion({ actual: 1, expected: 2 }));
  for (const other of [new TypeError("x"), "text", null, { get name() { throw new Error("never"); } }]) equal(isAssertion(other), false);
});
