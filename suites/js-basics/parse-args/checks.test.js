import { parseArgs } from "./answer";

const OPTIONS = {
  verbose: { short: "v", type: "boolean" },
  extra: { short: "x", type: "boolean" },
  out: { short: "o", type: "string" },
  tag: { short: "t", type: "string", multiple: true },
  "dry-run": { type: "boolean" },
};
test.each([
  ["", {}, []],
  ["a b", {}, ["a", "b"]],
  ["--verbose", { verbose: true }, []],
  ["-v a", { verbose: true }, ["a"]],
  ["--out file a", { out: "file" }, ["a"]],
  ["--out=file a", { out: "file" }, ["a"]],
  ["--out=a=b", { out: "a=b" }, []],
  ["--out= a", { out: "" }, ["a"]],
  ["-o file", { out: "file" }, []],
  ["-ofile", { out: "file" }, []],
  ["-vx", { verbose: true, extra: true }, []],
  ["-vofile", { verbose: true, out: "file" }, []],
  ["-vo file b", { verbose: true, out: "file" }, ["b"]],
  ["-ovx", { out: "vx" }, []],
  ["--out --verbose", { out: "--verbose" }, []],
  ["-o -v", { out: "-v" }, []],
  ["--out --", { out: "--" }, []],
  ["--tag a --tag=b -tc", { tag: ["a", "b", "c"] }, []],
  ["--tag a", { tag: ["a"] }, []],
  ["--out a --out b", { out: "b" }, []],
  ["a -v b --out c d", { verbose: true, out: "c" }, ["a", "b", "d"]],
  ["-v -- -x --nothing", { verbose: true }, ["-x", "--nothing"]],
  ["a -- b -- c", {}, ["a", "b", "--", "c"]],
  ["- -v -", { verbose: true }, ["-", "-"]],
  ["--dry-run", { "dry-run": true }, []],
])("%j", (line, values, rest) => {
  expect(parseArgs(line.split(" ").filter((word) => word !== ""), OPTIONS)).toEqual({ values, rest });
});
test("words may hold blanks and line breaks", () => {
  const argv = ["--out=two words", "-ta b", "--tag=one\ntwo", "--tag", " c ", "d e"];
  expect(parseArgs(argv, OPTIONS)).toEqual({ values: { out: "two words", tag: ["a b", "one\ntwo", " c "] }, rest: ["d e"] });
});
test.each(["--unknown", "-z", "-vz", "--verbose=true", "--out", "-o", "-vo", "--tag", "--toString", "--=a", "--o file"])("%j throws", (line) => {
  expect(() => parseArgs(line.split(" "), OPTIONS)).toThrow();
});
test("does not change its arguments", () => {
  const argv = Object.freeze(["-v", "--out", "a"]);
  expect(parseArgs(argv, Object.freeze(OPTIONS))).toEqual({ values: { verbose: true, out: "a" }, rest: [] });
});
