import { formatDuration } from "./formatDuration";
test("returns a text", () => {
  for (const seconds of [0, 61, 3661, 90000]) expect(typeof formatDuration(seconds)).toBe("string");
});
