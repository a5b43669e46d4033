import { formatDuration } from "./formatDuration";
test("some", () => {
  expect(formatDuration(5)).toBe("0:05");
  expect(formatDuration(61)).toBe("1:01");
  expect(formatDuration(3661)).toBe("1:01:01");
});
