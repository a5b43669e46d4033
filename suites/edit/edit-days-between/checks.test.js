import * as days from "./days";

describe("change", () => {
  test("both ends", () => expect(days.daysBetween("2024-02-28", "2024-03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]));
  test("one day", () => expect(days.daysBetween("2024-01-01", "2024-01-01")).toEqual(["2024-01-01"]));
});

describe("kept", () => {
  test("empty when turned round", () => {
    expect(days.daysBetween("2024-01-02", "2024-01-01")).toEqual([]);
    expect(days.daysBetween("2024-01-05", "2024-01-01")).toEqual([]);
  });
  test("days are read and written", () => {
    expect(days.parseDay("1970-01-02")).toBe(86400000);
    expect(days.formatDay(86400000)).toBe("1970-01-02");
  });
  test("weekends", () => {
    expect(["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"].map(days.isWeekend)).toEqual([false, true, true, false]);
  });
});
