import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useLocalstorageState: any = pickExport(answer as any, { name: "useLocalstorageState", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

// How many listeners were added since and are not removed. React itself has one of the selection.
function watchListeners(target: any) {
  const added = vi.spyOn(target, "addEventListener");
  const removed = vi.spyOn(target, "removeEventListener");
  return () => {
    const gone: any[] = [...removed.mock.calls];
    return (added.mock.calls as any[]).filter(([type, listener, options]) => {
      if (type === "selectionchange" || options?.signal?.aborted) return false;
      const at = gone.findIndex((call) => call[0] === type && call[1] === listener);
      if (at >= 0) gone.splice(at, 1);
      return at < 0;
    }).length;
  };
}

const stored = (key = "key") => JSON.parse(localStorage.getItem(key) ?? "null");
const change = (key: string, value: any) => {
  localStorage.setItem(key, JSON.stringify(value));
  act(() => void window.dispatchEvent(new StorageEvent("storage", { key, newValue: JSON.stringify(value), storageArea: localStorage })));
};
beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());
const use = (...more: any[]) => renderHook(() => useLocalstorageState("key", ...more)).result;

test("begins with its value, and stores it", () => {
  expect(use({ a: 1 }).current[0]).toEqual({ a: 1 });
  expect(stored()).toEqual({ a: 1 });
});

test("begins with what a function makes", () => {
  expect(use(() => "made").current[0]).toBe("made");
});

test("begins with what is stored", () => {
  localStorage.setItem("key", JSON.stringify([1, 2]));
  expect(use("first").current[0]).toEqual([1, 2]);
});

test("begins with a stored false", () => {
  localStorage.setItem("key", "false");
  expect(use(true).current[0]).toBe(false);
});

test("takes text that is not JSON as it is", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  localStorage.setItem("key", "plain text");
  expect(use("first").current[0]).toBe("plain text");
});

test("stores each change", () => {
  const result = use(1);
  act(() => result.current[1](2));
  expect([result.current[0], stored()]).toEqual([2, 2]);
  act(() => result.current[1]((n: number) => n + 5));
  expect([result.current[0], stored()]).toEqual([7, 7]);
});

test("removes the entry and keeps the value", () => {
  const { result, rerender } = renderHook(() => useLocalstorageState("key", 1));
  act(() => result.current[2]());
  expect(localStorage.getItem("key")).toBe(null);
  expect(result.current[0]).toBe(1);
  rerender();
  expect([localStorage.getItem("key"), result.current[0]]).toEqual([null, 1]);
});

test("is the same in all components", () => {
  const a = use(1);
  const b = use(1);
  act(() => a.current[1](2));
  expect(b.current[0]).toBe(2);
  act(() => b.current[1]((n: number) => n + 1));
  expect([a.current[0], b.current[0], stored()]).toEqual([3, 3, 3]);
});

test("other keys are other values", () => {
  const a = use(1);
  const other = renderHook(() => useLocalstorageState("other", 5)).result;
  act(() => a.current[1](2));
  expect(other.current[0]).toBe(5);
});

test("follows another page", () => {
  const result = use(1);
  change("other", 8);
  expect(result.current[0]).toBe(1);
  change("key", 9);
  expect(result.current[0]).toBe(9);
});

describe("with another key", () => {
  const useTwo = () => {
    localStorage.setItem("second", JSON.stringify("stored"));
    const hook = renderHook(({ key }) => useLocalstorageState(key, "first"), { initialProps: { key: "key" } });
    act(() => hook.result.current[1]("changed"));
    hook.rerender({ key: "second" });
    return hook;
  };

  test("begins anew, and leaves the old entry", () => {
    const { result } = useTwo();
    expect(result.current[0]).toBe("stored");
    expect([stored(), stored("second")]).toEqual(["changed", "stored"]);
    act(() => result.current[1]((text: string) => `${text} and changed`));
    expect(result.current[0]).toBe("stored and changed");
    expect([stored(), stored("second")]).toEqual(["changed", "stored and changed"]);
  });

  test("stores the first value of a key without an entry", () => {
    const { result, rerender } = useTwo();
    act(() => result.current[1]("stored"));
    rerender({ key: "third" });
    expect([result.current[0], stored("third"), stored("second")]).toEqual(["first", "first", "stored"]);
  });

  test("is the same as in components of that key alone", () => {
    const { result } = useTwo();
    const [old, other] = [use("none"), renderHook(() => useLocalstorageState("second", "none")).result];
    act(() => old.current[1]("old"));
    expect(result.current[0]).toBe("stored");
    act(() => other.current[1]("shared"));
    expect(result.current[0]).toBe("shared");
  });

  test("follows and removes the entry of that key", () => {
    const { result } = useTwo();
    change("key", "old");
    expect(result.current[0]).toBe("stored");
    change("second", "new");
    expect(result.current[0]).toBe("new");
    act(() => result.current[2]());
    expect([stored(), localStorage.getItem("second")]).toEqual(["old", null]);
  });
});

test("leaves no listener", () => {
  const left = [window, document].map((target) => watchListeners(target));
  const { rerender, unmount } = renderHook(({ key }) => useLocalstorageState(key, 1), { initialProps: { key: "key" } });
  rerender({ key: "other" });
  unmount();
  expect(left.map((count) => count())).toEqual([0, 0]);
});
