// A text area as a code editor: CodeMirror in a shadow tree, where its style sheets are adopted and need no <style>.
import {
  autocompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  completeAnyWord,
  completionKeymap,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  HighlightStyle,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  pythonLanguage,
  syntaxHighlighting,
  tags,
  tsxLanguage,
} from "../vendor/editor.js";
import { CHECK_WORDS } from "./check_words.js";
import { coloursOf, THEME } from "./code_theme.js";

const LONGEST = 60_000; // characters; a longer text stays in the plain text area
const theme = EditorView.theme({
  ...THEME,
  "&": { ...THEME["&"], minHeight: "72px", maxHeight: "480px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { ...THEME[".cm-scroller"], overflow: "auto" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--accent-soft)" },
  ".cm-matchingBracket": { outline: "1px solid var(--line-strong)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--line-strong)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--accent-text)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
});
const colours = HighlightStyle.define(coloursOf(tags));

/** Completes words in checks. Objects like `screen.` have their own words; after a dot only these are offered. */
function completeWords(context) {
  const word = context.matchBefore(/[\w$]+(?:\.[\w$]*)*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const dot = word.text.lastIndexOf(".");
  const owner = dot < 0 ? "" : word.text.slice(0, dot).split(".").pop();
  const options = CHECK_WORDS.filter((one) => (one.of ?? "") === owner);
  return options.length ? { from: word.from + dot + 1, options, validFor: /^[\w$]*$/ } : null;
}

/** Replaces the text area by an editor; the form still uses the text area. Escape, then Tab leaves the editor. */
export function codeEditor(area, languageOf) {
  if (area.value.length > LONGEST || area.dataset.ready) return;
  area.dataset.ready = "1";
  const host = document.createElement("div");
  host.className = "code-host";
  area.before(host);
  area.hidden = true;
  const root = host.attachShadow({ mode: "open" });
  const label = area.labels?.[0]?.textContent.trim() || document.querySelector(`label[for="${area.id}"]`)?.textContent.trim() || "Code";
  const completion = area.dataset.code === "checks" ? [completeWords, completeAnyWord] : [completeAnyWord];
  const language = languageOf() === "py" ? pythonLanguage : tsxLanguage;
  let isFromOutside = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: completion }),
        indentUnit.of(language === pythonLanguage ? "    " : "  "),
        language,
        syntaxHighlighting(colours),
        theme,
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter((one) => one.key !== "Mod-Enter"),
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || isFromOutside) return;
          area.value = view.state.doc.toString();
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  for (const element of area.labels ?? []) element.addEventListener("click", () => view.focus());
  area.addEventListener("set-from-outside", () => {
    isFromOutside = true;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
    isFromOutside = false;
  });
}
