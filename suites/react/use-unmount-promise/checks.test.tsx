import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useUnmountPromise: any = pickExport(answer as any, { name: "useUnmountPromise", like: /^use[A-Z]/ });

const settled = async (promise: Promise<any>) => {
  let state: any = "pending";
  promise.then((value) => (state = ["resolved", value]), (error) => (state = ["rejected", error]));
  for (let i = 0; i < 10; i++) await Promise.resolve();
  return state;
};
const later = () => {
  let resolve: any, reject: any;
  const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
  return { promise, resolve, reject };
};
const use = () => renderHook(() => useUnmountPromise());

test("is the same function at every render", () => {
  const { result, rerender } = use();
  const race = result.current;
  rerender();
  expect(result.current).toBe(race);
});

test("resolves and rejects while mounted", async () => {
  const { result, rerender } = use();
  const given = Promise.resolve(7);
  const raced = result.current(given);
  expect(raced).not.toBe(given);
  expect(await settled(raced)).toEqual(["resolved", 7]);
  const onError = vi.fn();
  expect(await settled(result.current(Promise.reject("no"), onError))).toEqual(["rejected", "no"]);
  expect(onError).not.toHaveBeenCalled();
  rerender();
  expect(await settled(result.current(Promise.resolve(8)))).toEqual(["resolved", 8]);
});

test("stays pending after the component has gone", async () => {
  const { result, unmount } = use();
  const { promise, resolve } = later();
  const raced = result.current(promise);
  unmount();
  resolve(1);
  expect(await settled(raced)).toBe("pending");
  expect(await settled(result.current(Promise.resolve(2)))).toBe("pending");
});

test("hands a late error to onError", async () => {
  const { result, unmount } = use();
  const { promise, reject } = later();
  const onError = vi.fn();
  const raced = result.current(promise, onError);
  unmount();
  const error = new Error("late");
  reject(error);
  expect(await settled(raced)).toBe("pending");
  expect(onError.mock.calls.map(([first]: any[]) => first)).toEqual([error]);
});

test("writes a late error without onError", async () => {
  const write = vi.spyOn(console, "error").mockImplementation(() => {});
  const { result, unmount } = use();
  const { promise, reject } = later();
  const raced = result.current(promise);
  unmount();
  const error = new Error("late");
  reject(error);
  expect(await settled(raced)).toBe("pending");
  expect(write.mock.calls.some((words: any[]) => words.at(-1) === error)).toBe(true);
  write.mockRestore();
});
