// Two answers in CodeMirror's merge view: what differs is marked, what is the same folds away. Without this: side by side.
import { EditorState, EditorView, HighlightStyle, lineNumbers, MergeView, pythonLanguage, syntaxHighlighting, tags, tsxLanguage, unifiedMergeView } from "../vendor/merge.js";

const NARROW = 800, FOLDED = { margin: 3, minSize: 6 };
const room = document.getElementById("merge");
const files = JSON.parse(document.getElementById("merged").textContent).filter(({ a, b }) => a || b);
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--hl-keyword)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--hl-string)" },
  { tag: tags.comment, color: "var(--hl-comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--hl-number)" },
  { tag: [tags.function(tags.variableName), tags.className, tags.definition(tags.function(tags.variableName))], color: "var(--hl-name)" },
  { tag: [tags.tagName, tags.attributeName, tags.typeName], color: "var(--hl-tag)" },
]);
const theme = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "12.5px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--failed-soft)" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--passed-soft)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "color-mix(in srgb, var(--failed) 28%, transparent)" },
  "&.cm-merge-b .cm-changedText": { background: "color-mix(in srgb, var(--passed) 28%, transparent)" },
  ".cm-collapsedLines": { background: "var(--accent-soft)", color: "var(--text)" },
});
const language = room.dataset.language === "python" ? pythonLanguage : tsxLanguage;
const shared = [lineNumbers(), EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.lineWrapping, theme, syntaxHighlighting(colours), language];
const named = (name) => EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" });

/** In a shadow tree CodeMirror adopts its style sheets; in the page it would write a <style>, which the policy refuses. */
function shadow(path) {
  const head = document.createElement("h3");
  const code = document.createElement("code");
  code.textContent = path;
  head.append(code);
  const host = document.createElement("div");
  host.className = "merge-host";
  room.append(head, host);
  return host.attachShadow({ mode: "open" });
}

const views = [];

function draw() {
  for (const view of views.splice(0)) view.destroy();
  room.replaceChildren();
  for (const { path, a, b } of files) {
    const root = shadow(path);
    if (a === b) root.append(Object.assign(document.createElement("p"), { textContent: "Both are the same." }));
    if (room.clientWidth < NARROW) {
      const extensions = [...shared, named("A against B"), unifiedMergeView({ original: a, mergeControls: false, collapseUnchanged: FOLDED })];
      views.push(new EditorView({ doc: b, extensions, parent: root, root }));
    } else {
      views.push(new MergeView({ a: { doc: a, extensions: [...shared, named("A")] }, b: { doc: b, extensions: [...shared, named("B")] }, parent: root, root, collapseUnchanged: FOLDED }));
    }
  }
}

if (files.length) {
  room.hidden = false;
  document.getElementById("plain-sides").hidden = true;
  let isNarrow = room.clientWidth < NARROW;
  draw();
  addEventListener("resize", () => {
    if (isNarrow === room.clientWidth < NARROW) return;
    isNarrow = !isNarrow;
    draw();
  });
}
