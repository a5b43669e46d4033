import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

vi.mock("./useLogLifecycle", () => ({ useLogLifecycle: vi.fn() }));

it("is called", () => {
  renderHook(() => useLogLifecycle("Panel"));
  expect(useLogLifecycle).toHaveBeenCalledWith("Panel");
});
