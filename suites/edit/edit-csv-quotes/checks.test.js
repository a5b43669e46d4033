import { parseCsv, readTable } from "./csv";

describe("change", () => {
  test("commas", () => expect(parseCsv('a,"b,c",d')).toEqual([["a", "b,c", "d"]]));
  test("double quotes", () => expect(parseCsv('"say ""hi""",x')).toEqual([['say "hi"', "x"]]));
  test("line breaks", () => expect(parseCsv('"a\nb",c\nd,e')).toEqual([["a\nb", "c"], ["d", "e"]]));
  test("an empty field in quotes", () => expect(parseCsv('"",x')).toEqual([["", "x"]]));
  test("in tables", () => expect(readTable('name,note\nAda,"a, b"')).toEqual([{ name: "Ada", note: "a, b" }]));
});

describe("kept", () => {
  test("fields and lines", () => expect(parseCsv("a,b\nc,d")).toEqual([["a", "b"], ["c", "d"]]));
  test("both line ends, empty lines left out", () => expect(parseCsv("a\r\n\r\nb\n\n")).toEqual([["a"], ["b"]]));
  test("empty fields and blanks stay", () => expect(parseCsv(",a , \n,")).toEqual([["", "a ", " "], ["", ""]]));
  test("a quote inside a field, and a lone carriage return, mean themselves", () => {
    expect(parseCsv('5" pipe,x\na\rb')).toEqual([['5" pipe', "x"], ["a\rb"]]);
  });
  test("nothing", () => expect(parseCsv("")).toEqual([]));
  test("missing fields of a table are empty", () => expect(readTable("a,b\n1")).toEqual([{ a: "1", b: "" }]));
});
