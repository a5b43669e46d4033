// CodeMirror's merge view of two answers: differences are marked, equal lines are folded.
import {
  EditorState,
  EditorView,
  HighlightStyle,
  lineNumbers,
  MergeView,
  pythonLanguage,
  syntaxHighlighting,
  tags,
  tsxLanguage,
  unifiedMergeView,
} from "../vendor/merge.js";
import { coloursOf, THEME } from "./code_theme.js";

const NARROW = 800,
  FOLDED = { margin: 3, minSize: 6 };
const MERGED = {
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--failed-soft)" },
  "&.cm-merge-b .cm-changedLine, .cm-insertedLine": { backgroundColor: "var(--passed-soft)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "none", borderBottom: "2px solid var(--failed)" },
  "&.cm-merge-b .cm-changedText": { background: "none", borderBottom: "2px solid var(--passed)" },
  ".cm-collapsedLines": { background: "var(--accent-soft)", color: "var(--text)" },
};
const colours = HighlightStyle.define(coloursOf(tags));
const theme = EditorView.theme({ ...THEME, ...MERGED });
const shared = [
  lineNumbers(),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.lineWrapping,
  theme,
  syntaxHighlighting(colours),
];
const named = (name) => EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" });

/** In a shadow tree CodeMirror adopts its style sheets; in the page it would write a <style>, which the policy refuses. */
function shadow(container, path) {
  const head = document.createElement("h3");
  const code = document.createElement("code");
  code.textContent = path;
  head.append(code);
  const host = document.createElement("div");
  host.className = "merge-host";
  container.append(head, host);
  return host.attachShadow({ mode: "open" });
}

/** Draws the files into `container`, and again when its width changes much. Returns a function that removes everything. */
export function drawMerge(container, files) {
  const language = container.dataset.language === "python" ? pythonLanguage : tsxLanguage;
  const views = [];
  const isNarrow = () => container.clientWidth < NARROW;
  let wasNarrow;

  function clear() {
    for (const view of views.splice(0)) view.destroy();
    container.replaceChildren();
  }

  function draw() {
    clear();
    wasNarrow = isNarrow();
    for (const { path, a, b } of files) {
      const root = shadow(container, path);
      const extensions = (name) => [...shared, language, named(name)];
      if (a === b) root.append(Object.assign(document.createElement("p"), { textContent: "Both are the same." }));
      if (wasNarrow) {
        const merged = [...extensions("A against B"), unifiedMergeView({ original: a, mergeControls: false, collapseUnchanged: FOLDED })];
        views.push(new EditorView({ doc: b, extensions: merged, parent: root, root }));
      } else {
        const sides = { a: { doc: a, extensions: extensions("A") }, b: { doc: b, extensions: extensions("B") } };
        views.push(new MergeView({ ...sides, parent: root, root, collapseUnchanged: FOLDED }));
      }
    }
  }

  const redraw = () => container.clientWidth && wasNarrow !== isNarrow() && draw();
  draw();
  addEventListener("resize", redraw);
  return () => {
    removeEventListener("resize", redraw);
    clear();
  };
}
