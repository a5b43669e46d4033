import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useAsync: any = pickExport(answer as any, { name: "useAsync", like: /^use[A-Z]/ });

const deferred = () => {
  let resolve: any, reject: any;
  const promise = new Promise<any>((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
};
const settle = (action: () => void) =>
  act(async () => {
    action();
    await new Promise((done) => setTimeout(done, 5));
  });

test("loads from the first render on", async () => {
  const call = deferred();
  const seen: any[] = [];
  const { result } = renderHook(() => {
    const state = useAsync(() => call.promise, []);
    seen.push(state.loading);
    return state;
  });
  expect(seen[0]).toBe(true);
  expect(result.current.loading).toBe(true);
  expect(result.current.value).toBeUndefined();
  await settle(() => call.resolve("yes"));
  expect(result.current.loading).toBe(false);
  expect(result.current.value).toBe("yes");
  expect(result.current.error).toBeUndefined();
});

test("keeps the error", async () => {
  const call = deferred();
  const { result } = renderHook(() => useAsync(() => call.promise, []));
  await settle(() => call.reject(new Error("no")));
  expect(result.current.loading).toBe(false);
  expect(result.current.error.message).toBe("no");
  expect(result.current.value).toBeUndefined();
});

test("calls again only when deps change", async () => {
  const calls: any[] = [];
  const { rerender, result } = renderHook(
    ({ id }) =>
      useAsync(() => {
        calls.push(id);
        return Promise.resolve(id * 10);
      }, [id]),
    { initialProps: { id: 1 } },
  );
  await settle(() => {});
  rerender({ id: 1 });
  await settle(() => {});
  expect(calls).toEqual([1]);
  rerender({ id: 2 });
  await settle(() => {});
  expect(calls).toEqual([1, 2]);
  expect(result.current.value).toBe(20);
});

test("is loading while a later call is under way", async () => {
  const calls = [deferred(), deferred()];
  const { rerender, result } = renderHook(({ id }) => useAsync(() => calls[id].promise, [id]), { initialProps: { id: 0 } });
  await settle(() => calls[0].resolve("first"));
  rerender({ id: 1 });
  expect(result.current.loading).toBe(true);
  await settle(() => calls[1].resolve("second"));
  expect(result.current.loading).toBe(false);
  expect(result.current.value).toBe("second");
});

test("ignores what an earlier call gives late", async () => {
  const calls = [deferred(), deferred()];
  const { rerender, result } = renderHook(({ id }) => useAsync(() => calls[id].promise, [id]), { initialProps: { id: 0 } });
  rerender({ id: 1 });
  await settle(() => calls[1].resolve("second"));
  await settle(() => calls[0].resolve("first"));
  expect(result.current.value).toBe("second");
  expect(result.current.loading).toBe(false);
});
