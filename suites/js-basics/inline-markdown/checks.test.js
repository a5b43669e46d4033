import { inlineMarkdown } from "./answer";

test.each([
  [[""], ""],
  [["plain text"], "plain text"],
  [["a **b** c"], "a <strong>b</strong> c"],
  [["a *b* c"], "a <em>b</em> c"],
  [["*a* and *b*"], "<em>a</em> and <em>b</em>"],
  [["*two words*"], "<em>two words</em>"],
  [["**a** and **b**"], "<strong>a</strong> and <strong>b</strong>"],
  [["**a *b* c**"], "<strong>a <em>b</em> c</strong>"],
  [["**two words**"], "<strong>two words</strong>"],
  [["use `a < b`"], "use <code>a &lt; b</code>"],
  [["`**no**` **yes**"], "<code>**no**</code> <strong>yes</strong>"],
  [["`[a](/b)`"], "<code>[a](/b)</code>"],
  [["[home](/)"], '<a href="/">home</a>'],
  [["[a **b**](https://x.org/?a=1&b=2)"], '<a href="https://x.org/?a=1&amp;b=2">a <strong>b</strong></a>'],
  [["[x](http://a.b) [y](/c)"], '<a href="http://a.b">x</a> <a href="/c">y</a>'],
  [["[x](javascript:alert)"], "[x](javascript:alert)"],
  [["[x](mailto:a)"], "[x](mailto:a)"],
  [["[x](javascript:/a/)"], "[x](javascript:/a/)"],
  [["<b> & \"q\""], "&lt;b&gt; &amp; &quot;q&quot;"],
  [["**<i>**"], "<strong>&lt;i&gt;</strong>"],
  [["2 * 3"], "2 * 3"],
  [["a ` b"], "a ` b"],
  [["[a] (b)"], "[a] (b)"],
  [['[x](/"onclick="y)'], '<a href="/&quot;onclick=&quot;y">x</a>'],
])("inlineMarkdown(...%j)", (values, expected) => {
  expect(inlineMarkdown(...values)).toEqual(expected);
});
