import { parseIni } from "./answer";

test.each([
  [[""], {}],
  [["a=1"], { a: "1" }],
  [["a = 1\nb =two words "], { a: "1", b: "two words" }],
  [["a=1\r\nb=2\r\n"], { a: "1", b: "2" }],
  [["; note\n  # note\n\na=1"], { a: "1" }],
  [["[one]\na=1\n[two]\na=2"], { one: { a: "1" }, two: { a: "2" } }],
  [["a=1\n[s]\nb=2\n[t]\n[s]\nc=3"], { a: "1", s: { b: "2", c: "3" }, t: {} }],
  [["url = http://x/?a=b"], { url: "http://x/?a=b" }],
  [["a=1\na=2"], { a: "2" }],
  [["flag\n[s]\nother flag"], { flag: true, s: { "other flag": true } }],
  [["a="], { a: "" }],
  [["a = 1 ; note\nb = x#y\nc = x #y\nd=1;2"], { a: "1", b: "x#y", c: "x", d: "1;2" }],
  [["a = two words  \t ; note"], { a: "two words" }],
  [["a = ; note"], { a: "" }],
  [["a = [1]\nb = x[2]"], { a: "[1]", b: "x[2]" }],
  [['a = "  x  "'], { a: "  x  " }],
  [['a = "x ; y # z"'], { a: "x ; y # z" }],
  [['a = "say \\"hi\\"" ; note'], { a: 'say "hi"' }],
  [['a = "one\\ntwo\\\\n"'], { a: "one\ntwo\\n" }],
  [['a = ""'], { a: "" }],
  [['a = x "y"'], { a: 'x "y"' }],
  [["s=1\n[s]\na=2"], { s: { a: "2" } }],
  [["[ spaced ]\na=1"], { spaced: { a: "1" } }],
])("parseIni(...%j)", (values, expected) => {
  expect(parseIni(...values)).toEqual(expected);
});

test("keys of odd names are own properties", () => {
  const result = parseIni("[__proto__]\nconstructor=1\n[toString]\n__proto__=2");
  expect(Object.keys(result).sort()).toEqual(["__proto__", "toString"]);
  expect(Object.getOwnPropertyDescriptor(result, "__proto__").value.constructor).toBe("1");
  expect(Object.keys(result.toString)).toEqual(["__proto__"]);
  for (const [object, key] of [[result, "__proto__"], [result, "toString"], [result.toString, "__proto__"]]) {
    const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, key);
    expect([writable, enumerable, configurable]).toEqual([true, true, true]);
  }
  expect({}.constructor).toBe(Object);
});
test.each(['a = "x', 'a = "x\\"', 'a = "x" y', 'a = "x" "y"', 'a = "'])("%j throws", (text) => {
  expect(() => parseIni(text)).toThrow(SyntaxError);
});
