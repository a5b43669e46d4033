import { diffLines } from "./answer";

const diff = (before, after) => diffLines([...before], [...after]).map(([sign, text]) => (sign + text).trim()).join(" ");

test.each([
  ["", "", ""],
  ["abc", "abc", "a b c"],
  ["", "ab", "+a +b"],
  ["ab", "", "-a -b"],
  ["abc", "ac", "a -b c"],
  ["ac", "abc", "a +b c"],
  ["abc", "axc", "a -b +x c"],
  ["abcd", "xbyd", "-a +x b -c +y d"],
  ["ab", "xy", "-a -b +x +y"],
  ["abcabba", "cbabac", "-a +c b -c a b -b a +c"],
  ["aa", "a", "a -a"],
  ["a", "aa", "a +a"],
  ["ab", "ba", "+b a -b"],
  ["abab", "baba", "+b a b a -b"],
  ["xaxbxc", "abc", "-x a -x b -x c"],
  ["abcdef", "acef", "a -b c -d e f"],
  ["aab", "ab", "a -a b"],
])("%j to %j", (before, after, expected) => {
  expect(diff(before, after)).toBe(expected);
});
test("gives pairs of sign and whole line", () => {
  expect(diffLines(["same", " old "], ["same", "-new"])).toEqual([[" ", "same"], ["-", " old "], ["+", "-new"]]);
});
test("leads from one to the other, and keeps as many as possible", () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 16807) % 2147483647) % n;
  for (let round = 0; round < 60; round++) {
    const [before, after] = [0, 1].map(() => Array.from({ length: random(9) }, () => "abc"[random(3)]));
    const result = diffLines(before, after);
    expect(result.filter(([sign]) => sign !== "+").map(([, text]) => text)).toEqual(before);
    expect(result.filter(([sign]) => sign !== "-").map(([, text]) => text)).toEqual(after);
    expect(result.filter(([sign]) => sign === " ").length).toBe(longest(before, after));
    expect(result.some(([sign], n) => sign === "+" && result[n + 1]?.[0] === "-")).toBe(false);
  }
});
function longest(a, b) {
  if (!a.length || !b.length) return 0;
  if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
  return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
}
test("does not change its arguments", () => {
  expect(diffLines(Object.freeze(["a"]), Object.freeze(["b"]))).toEqual([["-", "a"], ["+", "b"]]);
});
