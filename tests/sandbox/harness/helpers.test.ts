import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { test } from "node:test";
import { assertPackages } from "../../../evaluations/sandbox/harness/assert";
import { lodashPackages } from "../../../evaluations/sandbox/harness/lodash";
import { lockAs, putBy, replaced } from "../../../evaluations/sandbox/harness/locks";
import { api as jest, bringTimers } from "../../../evaluations/sandbox/harness/mocks";
import { resolve } from "../../../evaluations/sandbox/harness/resolve";
import { morePackages } from "../../../evaluations/sandbox/harness/more-packages";
import { partsFor } from "../../../evaluations/sandbox/harness/bundle-parts";
import { candidates, pickExport } from "../../../evaluations/sandbox/harness/choose-export";
import { allow, describe, tampered, touched, watch } from "../../../evaluations/sandbox/harness/builtins-guard";
import { compileFile, required } from "../../../evaluations/sandbox/harness/transform";
import { withGlobal } from "../../../evaluations/sandbox/harness/timers";
import { tagged } from "../../../evaluations/sandbox/harness/protocol";

test("jest.fn and spies", () => {
  const twice = jest.fn((n: number) => n * 2);
  equal(twice(2), 4);
  deepEqual(twice.mock.calls, [[2]]);
  const owner = { name: () => "real" };
  const spy = jest.spyOn(owner, "name").mockReturnValue("spied");
  equal(owner.name(), "spied");
  spy.mockRestore();
  equal(owner.name(), "real");
});

test("a check's spy on a built-in is no tampering; and neither is its end", () => {
  jest.spyOn(Math, "random").mockReturnValue(0.5);
  equal(tampered(), "");
  jest.restoreAllMocks();
  equal(tampered(), "");
});

test("faked time", () => {
  bringTimers(withGlobal);
  jest.useFakeTimers({ now: 0 });
  const body = jest.fn();
  setTimeout(body, 1000);
  jest.advanceTimersByTime(999);
  equal(body.mock.calls.length, 0);
  jest.advanceTimersByTime(1);
  equal(body.mock.calls.length, 1);
  equal(Date.now(), 1000);
  jest.useRealTimers();
  throws(() => jest.advanceTimersByTime(1), /not faked/);
});

test("a replaced built-in is named until it is back", () => {
  const prototype: Record<string, unknown> = Array.prototype as never;
  const { map } = prototype;
  prototype.map = () => [];
  equal(tampered(), "map");
  prototype.map = map;
  equal(tampered(), "");
});

test("a built-in that no comparison uses is looked at with all the others", () => {
  const { atanh } = Math;
  Math.atanh = () => 0;
  equal(touched(), "");
  equal(tampered(), "atanh");
  Math.atanh = atanh;
  equal(tampered(), "");
});

test("what is watched may be replaced by a check alone", () => {
  const owner: Record<string, unknown> = { click: 1 };
  watch(owner, ["click", "later"]);
  owner.later = 2;
  equal(tampered(), "later");
  allow(owner, "later");
  equal(tampered(), "");
});

test("describe never throws", () => {
  equal(describe(new TypeError("x")), "TypeError: x");
  equal(describe("plain"), "thrown: plain");
  equal(describe({ get message() { throw new Error("trap"); } }), "thrown: a value that cannot be shown");
});

test("node:assert compares as Node does", () => {
  const assert = assertPackages.assert!(true) as any;
  assert.deepStrictEqual(new Map([[{ a: 1 }, new Set([2])]]), new Map([[{ a: 1 }, new Set([2])]]));
  throws(() => assert.deepStrictEqual([0], [-0]), { name: "AssertionError" });
  assert.deepEqual([1], ["1"]);
  throws(() => assert.strictEqual(1, "1"), { name: "AssertionError" });
  throws(() => assert(0), { name: "AssertionError" });
});

test("lodash and its neighbours, for both ways to import them", () => {
  const chunk = lodashPackages["lodash/chunk"]!() as any;
  deepEqual(chunk([1, 2, 3], 2), [[1, 2], [3]]);
  deepEqual(chunk.default([1], 2), [[1]]);
  const same = morePackages["fast-deep-equal"]!() as any;
  ok(same({ a: [1] }, { a: [1] }) && same.default(1, 1) && same.__esModule);
  for (const make of Object.values(morePackages)) ok(make());
});

test("imports find their file", () => {
  const files = ["src/a.ts", "src/hooks/useLogger.tsx", "lib/index.js"];
  equal(resolve(files, "src/a.test.ts", "./a"), "src/a.ts");
  equal(resolve(files, "src/a.test.ts", "../lib"), "lib/index.js");
  equal(resolve(files, "src/a.test.ts", "./useLogger"), "src/hooks/useLogger.tsx");
  equal(resolve(files, "src/a.test.ts", "./nothing"), null);
});

test("files are compiled to a body that declares its top-level names", () => {
  const { code, names } = compileFile("a.tsx", "import React from 'react'; type T = number; const two = (x: T) => <b>{x}</b>;");
  deepEqual(names.filter((name) => name !== "React"), ["two"]);
  ok(code.includes("get two(){return two}"));
  deepEqual(required(code).filter((name) => name === "react"), ["react"]);
  const checks = compileFile("a.test.ts", "import { a } from './a';\njest.mock('./a', () => ({ a: ')' }));\na();", true).code;
  ok(checks.indexOf("jest.mock(") < checks.indexOf("require("));
});

test("parts of the harness only where the checks need them", () => {
  deepEqual(partsFor("console.assert(f() === 2)", []), []);
  deepEqual(partsFor("jest.useFakeTimers(); expect(1)", ["assert", "lodash/map"]), ["expect", "timers", "assert", "lodash"]);
});

const one = (): number => 1;
const two = (): number => 2;
test("the export most likely meant", () => {
  equal(pickExport({ one, two }, { name: "one" }), one);
  equal(pickExport({ default: two, one: 1 }), two);
  equal(pickExport({ $names: { one } }), one);
  throws(() => pickExport({ one: 1 }, { name: "two" }), { name: "AssertionError", message: "The answer does not define two; it defines one." });
  equal(pickExport({ one, two }, { fits: (value) => value() === 1 }), one);
  deepEqual(candidates({ one, default: two, $names: { three: one, four: two } }), [two, one]);
});

const told = (value: unknown): unknown => JSON.parse(JSON.stringify(tagged(value)));
test("values leave tagged, bounded and without cycles", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  deepEqual(told([undefined, Number.NaN, new Date(0), 2n, new Map([[1, new Set([2])]])]), [
    { $undefined: true }, { $number: "NaN" }, { $date: "1970-01-01T00:00:00.000Z" }, { $bigint: "2" }, { $map: [[1, { $set: [2] }]] },
  ]);
  deepEqual(told(cycle), [{ $cycle: true }]);
  equal((tagged("x".repeat(500_000)) as string).length, 400_000);
});

test("what is locked stays, who tries is remembered, own properties go on", () => {
  const real = String;
  const owner: any = {};
  lockAs(owner, "say", real, false);
  owner.say = real; // a polyfill that is not needed
  equal(replaced(), "");
  const own = Object.assign(Object.create(owner), { say: () => "own" });
  equal(own.say(), "own");
  equal(replaced(), "");
  owner.say = () => "forged";
  equal(owner.say("real"), "real");
  equal(replaced(), "say");
  throws(() => Object.defineProperty(owner, "say", { value: 1 }));
});

test("names that a check puts its own in place of", () => {
  const found = putBy("vi.spyOn(JSON, 'parse'); global.console = fake; Element.prototype.matches = fn; a.b === 1");
  deepEqual(Object.keys(found!), ["console", "matches", "parse"]);
  equal(putBy("vi.spyOn(JSON, name)"), null);
});
