import { renderHook } from "@testing-library/react";
import { useKeys } from "./candidate";

const listener = () => undefined;

for (const round of ["first", "second"])
  test(`listens and stops, ${round} time`, () => {
    const [onDocument, onWindow] = [vi.spyOn(document, "addEventListener"), vi.spyOn(window, "addEventListener")];
    const off = vi.spyOn(document, "removeEventListener");
    const { unmount } = renderHook(() => useKeys(listener));
    expect(onDocument).toHaveBeenCalledWith("keydown", listener);
    expect(onWindow).toHaveBeenCalledWith("resize", listener);
    unmount();
    expect(off).toHaveBeenCalledWith("keydown", listener);
    if (round === "first") onDocument.mockRestore();
    vi.restoreAllMocks();
    expect(vi.isMockFunction(document.addEventListener)).toBe(false);
    expect(Object.hasOwn(document, "addEventListener")).toBe(false);
  });

test("what a query finds can be told", () => {
  const found = vi.spyOn(document, "querySelectorAll").mockReturnValue([] as never);
  expect(document.querySelectorAll("p")).toEqual([]);
  found.mockRestore();
  vi.spyOn(document, "querySelectorAll").mockReturnValue([1] as never);
  expect(document.querySelectorAll("p")).toEqual([1]);
  vi.restoreAllMocks();
});
