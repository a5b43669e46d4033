import { Emitter } from "./emitter";

describe("change", () => {
  test("once is called once, with the values", () => {
    const emitter: any = new Emitter();
    const listener = vi.fn();
    emitter.once("x", listener);
    expect([emitter.emit("x", 1, 2), emitter.emit("x", 3)]).toEqual([1, 0]);
    expect(listener.mock.calls).toEqual([[1, 2]]);
  });
  test("once, also when it emits itself", () => {
    const emitter: any = new Emitter();
    let n = 0;
    emitter.once("x", () => {
      n++;
      if (n < 3) emitter.emit("x");
    });
    emitter.emit("x");
    expect(n).toBe(1);
  });
  test("can be removed before", () => {
    const emitter: any = new Emitter();
    const listener = vi.fn();
    emitter.once("x", listener)();
    emitter.emit("x");
    expect(listener).not.toHaveBeenCalled();
  });
  test("off removes listeners of both kinds and says so", () => {
    const emitter: any = new Emitter();
    const [a, b] = [vi.fn(), vi.fn()];
    emitter.on("x", a);
    emitter.once("x", b);
    expect([emitter.off("x", a), emitter.off("x", b), emitter.off("x", a), emitter.off("y", b)]).toEqual([true, true, false, false]);
    expect(emitter.emit("x")).toBe(0);
    emitter.once("y", b);
    emitter.emit("x");
    expect(emitter.emit("y")).toBe(1);
  });
  test("off leaves other listeners and other events alone", () => {
    const emitter: any = new Emitter();
    const [a, b] = [vi.fn(), vi.fn()];
    emitter.on("x", a);
    emitter.on("x", b);
    emitter.on("y", a);
    expect(emitter.off("x", b)).toBe(true);
    emitter.emit("x");
    emitter.emit("y");
    expect([a.mock.calls.length, b.mock.calls.length]).toEqual([2, 0]);
    expect([emitter.off("y", b), emitter.off("y", a), emitter.emit("y"), emitter.emit("x")]).toEqual([false, true, 0, 1]);
  });
  test("off removes one of several, the oldest", () => {
    const emitter: any = new Emitter();
    const calls: string[] = [];
    const twice = () => calls.push("twice");
    emitter.on("x", twice);
    emitter.on("x", () => calls.push("other"));
    emitter.on("x", twice);
    emitter.off("x", twice);
    emitter.emit("x");
    expect(calls).toEqual(["other", "twice"]);
  });
});

describe("kept", () => {
  test("calls listeners in order, with the values, and counts them", () => {
    const emitter = new Emitter();
    const calls: unknown[] = [];
    emitter.on("x", (...values) => calls.push(["a", ...values]));
    emitter.on("x", (...values) => calls.push(["b", ...values]));
    emitter.on("y", () => calls.push("y"));
    expect(emitter.emit("x", 1, 2)).toBe(2);
    expect(emitter.emit("z")).toBe(0);
    expect(calls).toEqual([["a", 1, 2], ["b", 1, 2]]);
  });
  test("calls a listener each time", () => {
    const emitter = new Emitter();
    const listener = vi.fn();
    emitter.on("x", listener);
    expect([emitter.emit("x"), emitter.emit("x")]).toEqual([1, 1]);
    expect(listener).toHaveBeenCalledTimes(2);
  });
  test("on returns a function that removes one", () => {
    const emitter = new Emitter();
    const listener = vi.fn();
    const remove = emitter.on("x", listener);
    emitter.on("x", listener);
    remove();
    expect(emitter.emit("x")).toBe(1);
  });
  test("listeners added while emitting wait", () => {
    const emitter = new Emitter();
    const late = vi.fn();
    emitter.on("x", () => { emitter.on("x", late); });
    emitter.emit("x");
    expect(late).not.toHaveBeenCalled();
  });
});
