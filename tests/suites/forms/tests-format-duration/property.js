import { test, expect } from "vitest";
import * as code from "./formatDuration.js";

test("reads back as the same number", () => {
  for (let seconds = 0; seconds < 200_000; seconds += 617) {
    const parts = code.formatDuration(seconds).split(":").map(Number);
    expect(parts.reduce((sum, part) => sum * 60 + part, 0)).toBe(seconds);
    expect(parts.length).toBe(seconds >= 3600 ? 3 : 2);
    parts.slice(1).forEach((part) => expect(part).toBeLessThan(60));
  }
});
test("form", () => {
  expect(code.formatDuration(3661)).toMatch(/^\d+:\d\d:\d\d$/);
  expect(code.formatDuration(61)).toMatch(/^\d:\d\d$/);
});
