import { formatDuration } from "./formatDuration";
test("some", () => {
  expect(formatDuration(5)).toBe("00:05");
  expect(formatDuration(90000)).toBe("25:00:00");
});
