// The colours of code in CodeMirror. They use the site's properties, so they follow light and dark.

/** The colour of each kind of token; `tags` are those of the bundle that shows them. */
export const coloursOf = (tags) => [
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--hl-keyword)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--hl-string)" },
  { tag: tags.comment, color: "var(--hl-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--hl-number)" },
  { tag: [tags.function(tags.variableName), tags.className, tags.definition(tags.function(tags.variableName))], color: "var(--hl-name)" },
  { tag: [tags.tagName, tags.attributeName, tags.typeName], color: "var(--hl-tag)" },
];

export const THEME = {
  "&": { backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "12.5px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
};
