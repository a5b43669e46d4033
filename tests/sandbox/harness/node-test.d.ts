/** The few words of Node's test runner and assert that these tests use. */
declare module "node:test" {
  export function test(name: string, body: () => unknown): void;
}
declare module "node:assert/strict" {
  export function equal(actual: unknown, expected: unknown): void;
  export function deepEqual(actual: unknown, expected: unknown): void;
  export function ok(value: unknown): void;
  export function throws(body: () => unknown, expected?: RegExp | object): void;
  export function rejects(work: Promise<unknown>, expected?: RegExp): Promise<void>;
}
