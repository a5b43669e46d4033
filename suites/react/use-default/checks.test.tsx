import * as answer from "./answer";
import { act, renderHook } from "@testing-library/react";
import { pickExport } from "bakeoff";

const useDefault: any = pickExport(answer as any, { name: "useDefault", like: /^use[A-Z]/ });

test("begins with the first value", () => {
  expect(renderHook(() => useDefault("none", "some")).result.current[0]).toBe("some");
  expect(renderHook(() => useDefault("none", () => "made")).result.current[0]).toBe("made");
});

test.each([[null], [undefined]])("begins with the default for %s", (nothing) => {
  expect(renderHook(() => useDefault("none", nothing)).result.current[0]).toBe("none");
});

test.each([[null], [undefined]])("goes back to the default with %s", (nothing) => {
  const { result } = renderHook(() => useDefault("none", "some"));
  act(() => result.current[1]("other"));
  expect(result.current[0]).toBe("other");
  act(() => result.current[1](nothing));
  expect(result.current[0]).toBe("none");
  act(() => result.current[1]("again"));
  expect(result.current[0]).toBe("again");
});

test.each([[0], [false], [""]])("keeps %j", (value) => {
  const { result } = renderHook(() => useDefault("none", value as any));
  expect(result.current[0]).toBe(value);
  act(() => result.current[1]("some"));
  act(() => result.current[1](value));
  expect(result.current[0]).toBe(value);
});
