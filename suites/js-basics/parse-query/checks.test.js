import { parseQuery } from "./answer";

test.each([
  [[""], {}],
  [["?"], {}],
  [["a=1"], { a: "1" }],
  [["?a=1&b=two"], { a: "1", b: "two" }],
  [["a=1&a=2&a=3"], { a: ["1", "2", "3"] }],
  [["a=1&b=2&a=3"], { a: ["1", "3"], b: "2" }],
  [["q=a%20b+c"], { q: "a b c" }],
  [["q=1%2B1"], { q: "1+1" }],
  [["q=a%26b%3Dc"], { q: "a&b=c" }],
  [["na+me=x"], { "na me": "x" }],
  [["flag"], { flag: "" }],
  [["flag="], { flag: "" }],
  [["a=b=c"], { a: "b=c" }],
  [["a=1&&b=2&"], { a: "1", b: "2" }],
  [["toString=x"], { toString: "x" }],
  [["name=Z%C3%BCrich"], { name: "Zürich" }],
  [["a=?b"], { a: "?b" }],
])("parseQuery(...%j)", (values, expected) => {
  expect(parseQuery(...values)).toEqual(expected);
});
