import { toCsv } from "./answer";

test.each([
  [[[]], ""],
  [[[{ a: 1, b: 2 }]], "a,b\r\n1,2\r\n"],
  [[[{ a: 1 }, { b: 2, a: 3 }]], "a,b\r\n1,\r\n3,2\r\n"],
  [[[{ b: 1, a: 2 }, { a: 3, b: 4 }]], "b,a\r\n1,2\r\n4,3\r\n"],
  [[[{ a: null, b: undefined, c: 0, d: false, e: "" }]], "a,b,c,d,e\r\n,,0,false,\r\n"],
  [[[{ a: "x,y" }]], 'a\r\n"x,y"\r\n'],
  [[[{ a: "x,y" }], { separator: ";" }], "a\r\nx,y\r\n"],
  [[[{ a: "x;y", b: 1 }], { separator: ";" }], 'a;b\r\n"x;y";1\r\n'],
  [[[{ a: 'say "hi"' }]], 'a\r\n"say ""hi"""\r\n'],
  [[[{ a: "one\ntwo" }, { a: "one\rtwo" }]], 'a\r\n"one\ntwo"\r\n"one\rtwo"\r\n'],
  [[[{ a: " x" }, { a: "x " }, { a: "x y" }]], 'a\r\n" x"\r\n"x "\r\nx y\r\n'],
  [[[{ "a,b": 1 }]], '"a,b"\r\n1\r\n'],
  [[[{ a: new Date(0) }, { a: new Date(NaN) }]], "a\r\n1970-01-01T00:00:00.000Z\r\n\r\n"],
  [[[{ a: [1, 2], b: { c: "d" } }]], 'a,b\r\n"[1,2]","{""c"":""d""}"\r\n'],
  [[[{ a: "=1+1" }]], "a\r\n=1+1\r\n"],
  [[[{ a: "=1+1", b: "+1", c: "-1", d: "@x", e: "\tx" }], { safe: true }], "a,b,c,d,e\r\n'=1+1,'+1,'-1,'@x,'\tx\r\n"],
  [[[{ a: -1, b: -0.5 }], { safe: true }], "a,b\r\n-1,-0.5\r\n"],
  [[[{ "=a": "x=y" }], { safe: true }], "'=a\r\nx=y\r\n"],
  [[[{ a: "=1,2" }], { safe: true }], 'a\r\n"\'=1,2"\r\n'],
  [[[{ toString: 1 }, {}]], "toString\r\n1\r\n\r\n"],
  [[[{ a: "ä…" }]], "a\r\nä…\r\n"],
])("toCsv(...%j)", (values, expected) => {
  expect(toCsv(...values)).toEqual(expected);
});

test("only own keys count", () => {
  const row = Object.create({ inherited: 1 });
  row.a = 2;
  expect(toCsv([row])).toBe("a\r\n2\r\n");
});
