import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDeepCompareEffect: any = pickExport(answer as any, { name: "useDeepCompareEffect", like: /^use[A-Z]/ });

const use = (first: any) => {
  const log: string[] = [];
  const { rerender, unmount } = renderHook(
    ({ deps }) =>
      useDeepCompareEffect(() => {
        log.push("run");
        return () => void log.push("clean");
      }, deps),
    { initialProps: { deps: first } },
  );
  return { log, next: (deps: any) => rerender({ deps }), unmount };
};

test("runs after the first render", () => {
  expect(use([{ a: 1 }]).log).toEqual(["run"]);
});

test("equal content is no change", () => {
  const { log, next } = use([{ max: 500, list: [1, { b: 2 }] }, "x"]);
  next([{ max: 500, list: [1, { b: 2 }] }, "x"]);
  next([{ list: [1, { b: 2 }], max: 500 }, "x"]);
  expect(log).toEqual(["run"]);
});

test.each([
  ["a deep value", [{ a: { b: [1, 2] } }], [{ a: { b: [1, 3] } }]],
  ["a further key", [{ a: 1 }], [{ a: 1, b: 2 }]],
  ["a missing key", [{ a: 1, b: 2 }], [{ a: 1 }]],
  ["the order of an array", [[1, 2]], [[2, 1]]],
  ["a primitive beside an object", [{ a: 1 }, 1], [{ a: 1 }, 2]],
  ["a number and an empty object", [{ a: 1 }], [{ a: {} }]],
  ["an array and an object", [[1]], [{ a: 1 }]],
  ["null and an empty object", [{ a: null }], [{ a: {} }]],
  ["a number and its text", [{ a: 1 }], [{ a: "1" }]],
  ["a later item", [{ a: 1 }, { b: 1 }], [{ a: 1 }, { b: 2 }]],
])("%s is a change", (_, before, after) => {
  const { log, next } = use(before);
  next(after);
  expect(log).toEqual(["run", "clean", "run"]);
  next(before);
  expect(log).toEqual(["run", "clean", "run", "clean", "run"]);
});

test("cleans up at the end", () => {
  const { log, unmount } = use([{ a: 1 }]);
  unmount();
  expect(log).toEqual(["run", "clean"]);
});
