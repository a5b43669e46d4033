import * as answer from "./answer";
import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useTimeout: any = pickExport(answer as any, { name: "useTimeout", like: /^use[A-Z]/ });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

const use = (ms: number | undefined = 100) => {
  const count = { n: 0 };
  const hook = renderHook(
    ({ ms }) => {
      count.n++;
      return useTimeout(ms);
    },
    { initialProps: { ms } }
  );
  return { ...hook, renders: () => count.n };
};

test("renders when the time has passed", () => {
  const { result, renders } = use();
  expect(result.current[0]()).toBe(false);
  const before = renders();
  wait(90);
  expect(renders()).toBe(before);
  expect(result.current[0]()).toBe(false);
  wait(20);
  expect(renders()).toBe(before + 1);
  expect(result.current[0]()).toBe(true);
  wait(500);
  expect(renders()).toBe(before + 1);
});

test("without a time it is ready at once", () => {
  const { result } = renderHook(() => useTimeout());
  expect(result.current[0]()).toBe(false);
  wait(5);
  expect(result.current[0]()).toBe(true);
});

test("can be cancelled", () => {
  const { result, renders } = use();
  const before = renders();
  act(() => result.current[1]());
  expect(result.current[0]()).toBeNull();
  wait(500);
  expect(renders()).toBe(before);
  expect(result.current[0]()).toBeNull();
});

test("can begin anew while it runs, after it passed and after it was cancelled", () => {
  const { result, renders } = use();
  const before = renders();
  wait(60);
  act(() => result.current[2]());
  wait(60);
  expect(result.current[0]()).toBe(false);
  expect(renders()).toBe(before);
  wait(50);
  expect(result.current[0]()).toBe(true);
  act(() => result.current[2]());
  expect(result.current[0]()).toBe(false);
  wait(110);
  expect(renders()).toBe(before + 2);
  act(() => result.current[1]());
  act(() => result.current[2]());
  expect(result.current[0]()).toBe(false);
  wait(110);
  expect(result.current[0]()).toBe(true);
  expect(renders()).toBe(before + 3);
});

test("each time that passes is seen on the page", () => {
  let n = 0;
  function Clock() {
    const [, , reset] = useTimeout(100);
    n++;
    return <button onClick={() => reset()}>{n}</button>;
  }
  render(<Clock />);
  const button = screen.getByRole("button");
  const before = n;
  for (let times = 1; times <= 60; times++) {
    wait(110);
    expect(button.textContent).toBe(String(before + times));
    fireEvent.click(button);
  }
});

test("another time begins anew", () => {
  const { result, rerender } = use();
  wait(60);
  rerender({ ms: 200 });
  wait(150);
  expect(result.current[0]()).toBe(false);
  wait(60);
  expect(result.current[0]()).toBe(true);
});

test("a render with the same time changes nothing", () => {
  const { result, rerender } = use();
  const first = [...result.current];
  wait(60);
  rerender({ ms: 100 });
  expect([...result.current]).toEqual(first);
  expect(result.current.every((each: any, i: number) => each === first[i])).toBe(true);
  wait(50);
  expect(result.current[0]()).toBe(true);
});

test("leaves no timer", () => {
  const { unmount } = use();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
