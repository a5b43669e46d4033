import { renderHook, type RenderHookResult } from "@testing-library/react";
import { useLogLifecycle } from "./useLogLifecycle";

type Life = RenderHookResult<void, unknown>;
const start = (name: string): Life => renderHook(() => useLogLifecycle(name));
const lines = (spy: jest.SpyInstance): unknown[] => spy.mock.calls.map(([line]: unknown[]) => line);

describe("useLogLifecycle", () => {
  const log: jest.SpyInstance = jest.spyOn(console, "log");
  beforeEach(() => void log.mockReset());
  afterAll(() => log.mockRestore());

  it("logs once until it is unmounted", () => {
    const life = start("Grid");
    life.rerender();
    expect(lines(log)).toStrictEqual(["Grid mounted"]);
    life.unmount();
    expect(lines(log)).toStrictEqual(["Grid mounted", "Grid unmounted"]);
  });
});
