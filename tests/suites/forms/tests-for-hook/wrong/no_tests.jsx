import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useLogLifecycle } from "./useLogLifecycle";

renderHook(() => useLogLifecycle("Panel"));
