import * as answer from "./answer";
import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useGetSet: any = pickExport(answer as any, { name: "useGetSet", like: /^use[A-Z]/ });

test("begins with its value", () => {
  expect(renderHook(() => useGetSet("a")).result.current[0]()).toBe("a");
  expect(renderHook(() => useGetSet(() => "made")).result.current[0]()).toBe("made");
});

test("sets a value and renders", () => {
  const seen: any[] = [];
  const { result } = renderHook(() => {
    const all = useGetSet("a");
    seen.push(all[0]());
    return all;
  });
  act(() => result.current[1]("b"));
  expect(seen.at(-1)).toBe("b");
  expect(result.current[0]()).toBe("b");
});

test("is up to date at once and in old callbacks", () => {
  const { result } = renderHook(() => useGetSet(0));
  const [get, set] = result.current;
  act(() => {
    set(get() + 1);
    set(get() + 1);
    expect(get()).toBe(2);
  });
  act(() => set((n: number) => n + 10));
  expect(get()).toBe(12);
});

test("gives the same functions each time", () => {
  const { result } = renderHook(() => useGetSet(0));
  const [get, set] = result.current;
  act(() => set(5));
  expect(result.current[0]).toBe(get);
  expect(result.current[1]).toBe(set);
});

test("each of many values is seen on the page", () => {
  function Count() {
    const [get, set] = useGetSet(0);
    return <button onClick={() => set(get() + 1)}>{get()}</button>;
  }
  render(<Count />);
  const button = screen.getByRole("button");
  for (let n = 1; n <= 60; n++) {
    fireEvent.click(button);
    expect(button.textContent).toBe(String(n));
  }
});
