const { formatDuration } = require("./formatDuration");

describe("formatDuration", () => {
  it("writes seconds alone", () => {
    expect(formatDuration(0)).toEqual("0:00");
    expect(formatDuration(9)).toEqual("0:09");
  });
  it("writes minutes", () => expect(formatDuration(754)).toEqual("12:34"));
  it("writes hours, with two digits for minutes", () => expect(formatDuration(7384)).toEqual("2:03:04"));
  it("does not start again after a day", () => expect(formatDuration(100 * 3600 + 59)).toEqual("100:00:59"));
});
