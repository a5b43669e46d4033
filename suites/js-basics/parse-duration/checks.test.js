import { parseDuration } from "./answer";

test.each([
  [["45s"], 45],
  [["2m"], 120],
  [["1h"], 3600],
  [["2d"], 172800],
  [["10d 12h"], 907200],
  [["1h 30m"], 5400],
  [["1m5s"], 65],
  [["1d 2h 3m 4s"], 93784],
  [[" 10m  1s "], 601],
  [["0s"], 0],
  [["1d1s"], 86401],
  [["90m"], 5400],
  [[""], null],
  [["  "], null],
  [["5"], null],
  [["m"], null],
  [["1x"], null],
  [["30m 1h"], null],
  [["1m 2m"], null],
  [["1.5h"], null],
  [["-1h"], null],
  [["1h then"], null],
  [["in 1h"], null],
])("parseDuration(...%j)", (values, expected) => {
  expect(parseDuration(...values)).toEqual(expected);
});
