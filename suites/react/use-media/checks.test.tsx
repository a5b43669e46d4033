import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useMedia: any = pickExport(answer as any, { name: "useMedia", like: /^use[A-Z]/ });

afterEach(() => {
  vi.restoreAllMocks();
});

let media: Record<string, any>;
beforeEach(() => {
  media = {};
  vi.spyOn(window, "matchMedia").mockImplementation(((query: string) => {
    const listeners = new Set<any>();
    media[query] ??= Object.assign(new EventTarget(), {
      media: query,
      matches: query.includes("yes"),
      listeners,
      addListener: (each: any) => listeners.add(each),
      removeListener: (each: any) => listeners.delete(each),
    });
    if (!media[query].patched) {
      media[query].patched = true;
      media[query].addEventListener = (type: string, each: any) => type === "change" && media[query].listeners.add(each);
      media[query].removeEventListener = (type: string, each: any) => type === "change" && media[query].listeners.delete(each);
    }
    return media[query];
  }) as any);
});
const change = (query: string, matches: boolean) =>
  act(() => {
    media[query].matches = matches;
    for (const each of [...media[query].listeners, media[query].onchange].filter(Boolean)) (each.handleEvent ?? each)({ type: "change", matches, media: query });
  });

test("says whether it matches", () => {
  expect(renderHook(() => useMedia("(yes)")).result.current).toBe(true);
  expect(renderHook(() => useMedia("(no)")).result.current).toBe(false);
});

test("knows it in the first render", () => {
  const seen: any[] = [];
  renderHook(() => seen.push(useMedia("(yes)")));
  expect(seen[0]).toBe(true);
});

test("begins with the default where one is given", () => {
  const seen: any[] = [];
  renderHook(() => seen.push(useMedia("(yes)", false)));
  expect(seen[0]).toBe(false);
  expect(seen.at(-1)).toBe(true);
});

test("follows changes", () => {
  const { result } = renderHook(() => useMedia("(no)"));
  change("(no)", true);
  expect(result.current).toBe(true);
  change("(no)", false);
  expect(result.current).toBe(false);
});

test("follows another query", () => {
  const { result, rerender } = renderHook(({ query }) => useMedia(query), { initialProps: { query: "(no)" } });
  rerender({ query: "(yes)" });
  expect(result.current).toBe(true);
  change("(no)", true);
  change("(yes)", false);
  expect(result.current).toBe(false);
});

test("stops at the end", () => {
  const { unmount } = renderHook(() => useMedia("(no)"));
  unmount();
  expect(media["(no)"].listeners.size).toBe(0);
});
