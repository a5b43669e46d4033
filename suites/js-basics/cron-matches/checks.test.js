import { cronMatches } from "./answer";

const time = (minute, hour = 8, day = 15, month = 6, weekday = 1) => ({ minute, hour, day, month, weekday });

test.each([
  ["* * * * *", time(0), true],
  ["30 8 * * *", time(30), true],
  ["30 8 * * *", time(31), false],
  ["30 9 * * *", time(30), false],
  ["0,15,45 * * * *", time(15), true],
  ["0,15,45 * * * *", time(30), false],
  ["*/15 * * * *", time(45), true],
  ["*/15 * * * *", time(46), false],
  ["10-30/5 * * * *", time(10), true],
  ["10-30/5 * * * *", time(30), true],
  ["10-30/5 * * * *", time(35), false],
  ["10-30/7 * * * *", time(31), false],
  ["11-30/5 * * * *", time(15), false],
  ["5,10-12 * * * *", time(12), true],
  ["* * */10 * *", time(0, 0, 11), true],
  ["* * */10 * *", time(0, 0, 10), false],
  ["* * * */3 *", time(0, 0, 1, 4), true],
  ["* * * */3 *", time(0, 0, 1, 3), false],
  ["* * 15 * 0", time(0, 0, 15, 6, 1), true],
  ["* * 1 * 1", time(0, 0, 15, 6, 1), true],
  ["* * 1 * 0", time(0, 0, 15, 6, 1), false],
  ["* * * * 0", time(0, 0, 15, 6, 1), false],
  ["* * 15 * *", time(0, 0, 15, 6, 3), true],
  ["* * 16 * *", time(0, 0, 15, 6, 3), false],
  ["* * */2 * 1", time(0, 0, 2, 6, 1), true],
  ["  0   8 * * 1-5 ", time(0), true],
  ["0 0 1 1 *", time(0, 0, 1, 2), false],
  ["0-59 0-23 1-31 1-12 0-6", time(59, 23, 31, 12, 6), true],
])("%j fits %j: %j", (line, at, expected) => {
  expect(cronMatches(line, at)).toBe(expected);
});

test.each(["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "30-10 * * * *", "a * * * *", "*/0 * * * *", "5/10 * * * *", "1, * * * *", "-5 * * * *", "** * * * *", "1.5 * * * *"])(
  "%j throws",
  (line) => {
    expect(() => cronMatches(line, time(1))).toThrow(RangeError);
  },
);
test("a wrong field throws though an earlier one does not fit", () => {
  expect(() => cronMatches("0 99 * * *", time(30))).toThrow(RangeError);
});
