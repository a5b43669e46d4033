import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useMediatedState: any = pickExport(answer as any, { name: "useMediatedState", like: /^use[A-Z]/ });

test("does not touch the beginning", () => {
  const mediator = vi.fn((value: any) => value);
  const { result } = renderHook(() => useMediatedState((value: any) => mediator(value), "  a  "));
  expect(result.current[0]).toBe("  a  ");
  expect(mediator).not.toHaveBeenCalled();
});

test("stores what the mediator returns", () => {
  const { result } = renderHook(() => useMediatedState((value: string) => value.trim(), ""));
  act(() => result.current[1]("  b  "));
  expect(result.current[0]).toBe("b");
});

test("lets a mediator with two parameters store", () => {
  const { result } = renderHook(() =>
    useMediatedState((value: string, store: any) => {
      if (value !== "skip") store(value.toUpperCase());
      return "returned";
    }, ""),
  );
  act(() => result.current[1]("b"));
  expect(result.current[0]).toBe("B");
  act(() => result.current[1]("skip"));
  expect(result.current[0]).toBe("B");
});

test("lets it store later", () => {
  vi.useFakeTimers();
  const { result } = renderHook(() => useMediatedState((value: number, store: any) => void setTimeout(() => store(value * 2), 50), 0));
  act(() => result.current[1](4));
  expect(result.current[0]).toBe(0);
  act(() => void vi.advanceTimersByTime(60));
  expect(result.current[0]).toBe(8);
  vi.useRealTimers();
});

test("keeps to the first mediator", () => {
  const { result, rerender } = renderHook(({ by }) => useMediatedState((n: number) => n * by, 0), { initialProps: { by: 10 } });
  rerender({ by: 100 });
  act(() => result.current[1](3));
  expect(result.current[0]).toBe(30);
});
