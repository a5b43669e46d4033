import * as store from "./store";

describe("change", () => {
  test("stores are independent of each other and of the module's own", () => {
    store.reset();
    const [a, b] = [store.createCounterStore(), store.createCounterStore(10)];
    a.increment();
    b.increment(5);
    expect([a.get(), b.get(), store.get()]).toEqual([1, 15, 0]);
  });
  test("reset goes back to the start", () => {
    const counter = store.createCounterStore(10);
    counter.increment();
    counter.reset();
    expect(counter.get()).toBe(10);
  });
  test("listeners of one store hear that one alone", () => {
    const [a, b] = [store.createCounterStore(), store.createCounterStore()];
    const listener = vi.fn();
    const end = a.subscribe(listener);
    b.increment();
    store.increment();
    expect(listener).not.toHaveBeenCalled();
    a.increment(2);
    a.increment(0);
    end();
    a.increment();
    expect(listener.mock.calls).toEqual([[2]]);
  });
  test("its functions work without the store in front", () => {
    const { get, increment, reset } = store.createCounterStore(3);
    increment();
    expect(get()).toBe(4);
    reset();
    expect(get()).toBe(3);
  });
});

describe("kept", () => {
  test("counts and goes back to 0", () => {
    store.reset();
    store.increment();
    store.increment(4);
    expect(store.get()).toBe(5);
    store.reset();
    expect(store.get()).toBe(0);
  });
  test("tells listeners each new count, and nothing when it stays", () => {
    store.reset();
    const listener = vi.fn();
    const end = store.subscribe(listener);
    store.increment(2);
    store.increment(0);
    store.reset();
    store.reset();
    end();
    store.increment();
    expect(listener.mock.calls).toEqual([[2], [0]]);
  });
  test("the same listener twice is called twice, and ended one by one", () => {
    store.reset();
    const listener = vi.fn();
    const end = store.subscribe(listener);
    const endOther = store.subscribe(listener);
    store.increment();
    end();
    end();
    store.increment();
    endOther();
    expect(listener.mock.calls).toEqual([[1], [1], [2]]);
  });
  test("a listener may end itself", () => {
    store.reset();
    const calls = [];
    const end = store.subscribe(() => {
      calls.push("a");
      end();
    });
    const endOther = store.subscribe(() => calls.push("b"));
    store.increment();
    endOther();
    expect(calls).toEqual(["a", "b"]);
  });
});
