import { expect, test } from "vitest";
import { formatDuration } from "./formatDuration";

test.each([
  [0, "0:00"],
  [5, "0:05"],
  [61, "1:01"],
  [600, "10:00"],
  [3599, "59:59"],
  [3600, "1:00:00"],
  [3661, "1:01:01"],
  [90000, "25:00:00"],
])("%i seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
