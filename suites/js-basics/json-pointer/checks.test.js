import { atPointer } from "./answer";

const DOCUMENT = {
  foo: ["bar", "baz", { x: null }],
  "": 0,
  "a/b": 1,
  "m~n": 2,
  "~1": 3,
  " ": 4,
  deep: { "": { list: [[1, 2], []] } },
  text: "abc",
  none: null,
  "0": "zero",
  no: false,
};

test.each([
  ["", DOCUMENT],
  ["/foo", DOCUMENT.foo],
  ["/foo/0", "bar"],
  ["/foo/2/x", null],
  ["/", 0],
  ["/a~1b", 1],
  ["/m~0n", 2],
  ["/~01", 3],
  ["/ ", 4],
  ["/deep//list/0/1", 2],
  ["/deep//list/1", []],
  ["/0", "zero"],
  ["/no", false],
  ["/foo/3", undefined],
  ["/foo/00", undefined],
  ["/foo/01", undefined],
  ["/foo/-", undefined],
  ["/foo/length", undefined],
  ["/text/0", undefined],
  ["/text/length", undefined],
  ["/none/x", undefined],
  ["/no/x/y", undefined],
  ["/missing/x", undefined],
  ["/toString", undefined],
  ["/constructor/name", undefined],
  ["/foo/", undefined],
])("%j", (pointer, expected) => {
  expect(atPointer(DOCUMENT, pointer)).toEqual(expected);
});
test("of a document that is no object", () => {
  expect(atPointer(7, "")).toBe(7);
  expect(atPointer(null, "/a")).toBe(undefined);
  expect(atPointer([5], "/0")).toBe(5);
  expect(atPointer([..."abcdefghijklm"], "/12")).toBe("m");
});
test.each(["foo", "0", "#/foo", " /foo"])("%j throws", (pointer) => {
  expect(() => atPointer(DOCUMENT, pointer)).toThrow(SyntaxError);
});
