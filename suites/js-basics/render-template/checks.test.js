import { renderTemplate } from "./answer";

test.each([
  [["plain", {}], "plain"],
  [["Hello {{name}}!", { name: "Ann" }], "Hello Ann!"],
  [["{{ name }}-{{name}}", { name: 1 }], "1-1"],
  [["{{user.name}}", { user: { name: "Bo" } }], "Bo"],
  [["{{user.name}}|{{x}}|{{n}}", { n: null }], "||"],
  [["{{a}}{{b}}", { a: 0, b: false }], "0false"],
  [["{{a}}", { a: '<b>"x" & y</b>' }], "&lt;b&gt;&quot;x&quot; &amp; y&lt;/b&gt;"],
  [["{{{a}}}", { a: "<b>&</b>" }], "<b>&</b>"],
  [["{{{text}}}|{{{ user.name }}}", { text: "<i>", user: { name: "<Bo>" } }], "<i>|<Bo>"],
  [["{{a}}", { a: "$& {{b}}", b: 1 }], "$&amp; {{b}}"],
  [["{{#on}}yes{{/on}}", { on: true }], "yes"],
  [["{{#on}}yes{{/on}}!", { on: false }], "!"],
  [["[{{#on}}yes{{/on}}]", {}], "[]"],
  [["{{#n}}n{{/n}}{{#t}}t{{/t}}", { n: 0, t: "" }], ""],
  [["{{#n}}{{n}}{{/n}}", { n: 5 }], "5"],
  [["{{#list}}{{name}},{{/list}}", { list: [{ name: "a" }, { name: "b" }] }], "a,b,"],
  [["{{#list}}x{{/list}}", { list: [] }], ""],
  [["{{#list}}<{{.}}>{{/list}}", { list: [1, "b", "&"] }], "<1><b><&amp;>"],
  [["{{#list}}{{sep}}{{name}}{{/list}}", { sep: "-", list: [{ name: "a" }, { name: "b", sep: "+" }] }], "-a+b"],
  [["{{#rows}}[{{#cells}}{{.}}{{/cells}}]{{/rows}}", { rows: [{ cells: [1, 2] }, { cells: [3] }] }], "[12][3]"],
  [["{{#a}}{{#b}}{{x}}{{/b}}{{/a}}", { a: true, b: true, x: "in" }], "in"],
  [["{{n.x}}|{{n.x.y}}", { n: null }], "|"],
  [["{{# on }}a{{/ on }}|{{{ a }}}", { on: true, a: "<" }], "a|<"],
  [["{{#list}}{{x}}{{/list}}", { list: [null, undefined, 1], x: "y" }], "yyy"],
  [["{{#a.b}}{{c}}{{/a.b}}", { a: { b: true }, c: 1 }], "1"],
  [["{{#a}}1{{/a}}{{#a}}2{{/a}}", { a: true }], "12"],
  [["a\n{{#x}}b\n{{/x}}c", { x: true }], "a\nb\nc"],
])("renderTemplate(...%j)", (values, expected) => {
  expect(renderTemplate(...values)).toEqual(expected);
});
