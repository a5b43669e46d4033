import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useStateValidator: any = pickExport(answer as any, { name: "useStateValidator", like: /^use[A-Z]/ });

const even = (n: number) => [n % 2 === 0];
const use = (...more: any[]) => renderHook(({ state, validator }: any) => useStateValidator(state, validator, ...more), { initialProps: { state: 1, validator: even as any } });

test("validates the first state", () => {
  const seen: any[] = [];
  renderHook(() => {
    const [validity] = useStateValidator(1, even);
    seen.push(validity);
  });
  expect(seen[0]).toEqual([undefined]);
  expect(seen.at(-1)).toEqual([false]);
});

test("begins with what is given", () => {
  const seen: any[] = [];
  renderHook(() => void seen.push(useStateValidator(1, even, [null])[0]));
  expect(seen[0]).toEqual([null]);
  expect(seen.at(-1)).toEqual([false]);
});

test("validates each new state once", () => {
  const validator = vi.fn((state: number) => [state > 1, "why"]);
  const { result, rerender } = renderHook(({ state }) => useStateValidator(state, validator), { initialProps: { state: 1 } });
  expect(result.current[0]).toEqual([false, "why"]);
  rerender({ state: 1 });
  expect(validator).toHaveBeenCalledTimes(1);
  rerender({ state: 2 });
  expect(validator).toHaveBeenCalledTimes(2);
  expect(validator).toHaveBeenLastCalledWith(2);
  expect(result.current[0]).toEqual([true, "why"]);
});

test("another validator counts from the next state on", () => {
  const { result, rerender } = use();
  const odd = vi.fn((n: number) => [n % 2 === 1]);
  rerender({ state: 1, validator: odd });
  expect(odd).not.toHaveBeenCalled();
  expect(result.current[0]).toEqual([false]);
  rerender({ state: 3, validator: odd });
  expect(result.current[0]).toEqual([true]);
});

test("revalidates with the latest of both, by the same function", () => {
  const { result, rerender } = use();
  const [, revalidate] = result.current;
  rerender({ state: 5, validator: (n: number) => [n === 5] });
  rerender({ state: 5, validator: (n: number) => [`five ${n}`] });
  expect(result.current[1]).toBe(revalidate);
  expect(result.current[0]).toEqual([true]);
  act(() => revalidate());
  expect(result.current[0]).toEqual(["five 5"]);
});

test("a validator of two parameters sets the validity when it likes", () => {
  let set: any;
  const validator = (state: number, given: any) => {
    set = given;
    return ["ignored", state];
  };
  const { result } = renderHook(() => useStateValidator(1, validator, ["first"]));
  expect(result.current[0]).toEqual(["first"]);
  act(() => set([true, "later"]));
  expect(result.current[0]).toEqual([true, "later"]);
});
