import { shortestPath } from "./answer";

test.each([
  [[["SE"]], 1],
  [[["S.E"]], 2],
  [[["S#E"]], -1],
  [[["E..", "...", "..S"]], 4],
  [[["S.#", ".#E", "..."]], 5],
  [[["S.#", ".#E", "##."]], -1],
  [[["S....", "####.", "E...."]], 10],
  [[["S...E", ".###.", "....."]], 4],
  [[["S#...", ".#.#.", ".#.#.", "...#E"]], 13],
  [[["#####", "#S.E#", "#####"]], 2],
])("shortestPath(...%j)", (values, expected) => {
  expect(shortestPath(...values)).toEqual(expected);
});

test("an open hall of 60 by 60 is quick", () => {
  const hall = Array.from({ length: 60 }, () => ".".repeat(60));
  hall[0] = `S${hall[0].slice(1)}`;
  hall[59] = `${hall[59].slice(1)}E`;
  expect(shortestPath(hall)).toBe(118);
});
