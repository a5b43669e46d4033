import { describe, expect, it } from "vitest";
import { parseDuration } from "./parseDuration";

describe("parseDuration", () => {
  it.each([
    ["45s", 45],
    ["2m", 120],
    ["1h 30m", 5400],
    ["1m5s", 65],
    ["2d", 172800],
    ["1d 1h 1m 1s", 90061],
    ["  3s ", 3],
    ["0s", 0],
  ])("reads %j as %i seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(["", "   ", "5", "abc", "30m 1h", "1h 1h", "1h x", "1h30", "-1s"])("returns null for %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
