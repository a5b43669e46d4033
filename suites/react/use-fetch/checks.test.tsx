import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useFetch: any = pickExport(answer as any, { name: "useFetch", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

let asked: any[];
beforeEach(() => {
  asked = [];
  vi.spyOn(window, "fetch").mockImplementation(((url: any, init: any) => new Promise((resolve, reject) => asked.push({ url, init, resolve, reject }))) as any);
});
const json = (value: any, init?: any) => new Response(JSON.stringify(value), init);
const turn = (step: () => void) =>
  act(async () => {
    step();
    await new Promise((done) => setTimeout(done, 5));
  });
const use = (...args: any[]) => renderHook(() => useFetch(...args));

test("waits for its start", () => {
  const { result } = use("/api");
  expect(asked).toHaveLength(0);
  const { data, loading, error } = result.current;
  expect([data, loading, error]).toEqual([null, false, null]);
});

test("gives the data", async () => {
  const options = { method: "POST", body: "text", onSuccess: vi.fn(), onError: vi.fn(), onFetch: vi.fn() };
  const { result } = use("/api", options);
  await turn(() => void result.current.startFetch());
  expect(result.current.loading).toBe(true);
  expect(asked).toHaveLength(1);
  expect(String(asked[0].url)).toBe("/api");
  expect(asked[0].init).toMatchObject({ method: "POST", body: "text" });
  expect(asked[0].init.signal).toBeInstanceOf(AbortSignal);
  expect(Object.keys(asked[0].init).filter((name) => /^on/.test(name))).toEqual([]);
  await turn(() => asked[0].resolve(json({ a: 1 })));
  const { data, loading, error } = result.current;
  expect([data, loading, error]).toEqual([{ a: 1 }, false, null]);
  expect(options.onFetch).toHaveBeenCalledTimes(1);
  expect(options.onSuccess.mock.calls).toEqual([[{ a: 1 }]]);
  expect(options.onError).not.toHaveBeenCalled();
});

test("a response that is not ok is an error", async () => {
  const options = { onSuccess: vi.fn(), onError: vi.fn() };
  const { result } = use("/api", options);
  await turn(() => void result.current.startFetch());
  await turn(() => asked[0].resolve(json({ no: 1 }, { status: 404, statusText: "Not Found" })));
  expect(result.current.error.message).toBe("HTTP 404: Not Found");
  expect([result.current.data, result.current.loading]).toEqual([null, false]);
  expect(options.onError.mock.calls).toEqual([[result.current.error]]);
  expect(options.onSuccess).not.toHaveBeenCalled();
});

test("a refused request is an error, and the next start forgets it", async () => {
  const { result } = use("/api");
  let fulfilled = false;
  await turn(() => void result.current.startFetch().then(() => (fulfilled = true)));
  await turn(() => asked[0].reject(new TypeError("Failed to fetch")));
  expect(fulfilled).toBe(true);
  expect(result.current.error.message).toBe("Failed to fetch");
  await turn(() => void result.current.startFetch());
  expect([result.current.error, result.current.loading]).toEqual([null, true]);
  await turn(() => asked[1].resolve(json([1])));
  const { data, loading, error } = result.current;
  expect([data, loading, error]).toEqual([[1], false, null]);
});

test("sends what the latest render was given", async () => {
  const { result, rerender } = renderHook(({ url, options }) => useFetch(url, options), { initialProps: { url: "/a", options: { method: "POST" } } });
  rerender({ url: "/b", options: { method: "PUT" } });
  await turn(() => void result.current.startFetch());
  expect([String(asked[0].url), asked[0].init.method]).toEqual(["/b", "PUT"]);
});

test("ends with the component", async () => {
  const options = { onSuccess: vi.fn(), onError: vi.fn(), onFetch: vi.fn() };
  const { result, unmount } = use("/api", options);
  await turn(() => void result.current.startFetch().catch(() => {}));
  unmount();
  expect(asked[0].init.signal.aborted).toBe(true);
  await turn(() => asked[0].reject(new DOMException("aborted", "AbortError")));
  expect(options.onError).not.toHaveBeenCalled();
  await turn(() => void result.current.startFetch());
  expect(asked).toHaveLength(1);
  expect(options.onFetch).toHaveBeenCalledTimes(1);
});
