import { expect, test, vi } from "vitest";
import { EventEmitter } from "./EventEmitter";

test("calls the listeners with all values, in order, and counts them", () => {
  const emitter = new EventEmitter();
  const calls = [];
  emitter.on("x", (...values) => calls.push(["first", ...values]));
  emitter.on("x", (...values) => calls.push(["second", ...values]));
  emitter.on("y", () => calls.push("y"));
  expect(emitter.emit("x", 1, 2)).toBe(2);
  expect(calls).toEqual([["first", 1, 2], ["second", 1, 2]]);
  expect(emitter.emit("nobody")).toBe(0);
});

test("removes one of two equal listeners", () => {
  const emitter = new EventEmitter();
  const listener = vi.fn();
  const remove = emitter.on("x", listener);
  emitter.on("x", listener);
  remove();
  expect(emitter.emit("x")).toBe(1);
  expect(listener).toHaveBeenCalledTimes(1);
});

test("once is called once, also when it emits itself", () => {
  const emitter = new EventEmitter();
  let n = 0;
  emitter.once("x", () => {
    n++;
    if (n < 3) emitter.emit("x");
  });
  emitter.emit("x");
  expect(n).toBe(1);
  const never = vi.fn();
  emitter.once("y", never)();
  emitter.emit("y");
  expect(never).not.toHaveBeenCalled();
});

test("listeners added while emitting wait for the next time", () => {
  const emitter = new EventEmitter();
  const late = vi.fn();
  emitter.on("x", () => emitter.on("x", late));
  expect(emitter.emit("x")).toBe(1);
  expect(late).not.toHaveBeenCalled();
});

test("off removes all of a name", () => {
  const emitter = new EventEmitter();
  emitter.on("x", () => undefined);
  emitter.on("y", () => undefined);
  emitter.off("x");
  expect(emitter.emit("x")).toBe(0);
  expect(emitter.emit("y")).toBe(1);
});
