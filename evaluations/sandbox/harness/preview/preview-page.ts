/** A plain page in the preview: its markup, its styles, its scripts. */
import type { Modules } from "../modules";
import { resolve } from "../resolve";

interface Page { files: Record<string, string>; entry: string }
type Note = (kind: string, text: string) => void;

const isModule = (script: HTMLScriptElement): boolean => script.type === "module";
const BUNDLED = "/.bundled/"; // evaluations/cdn.py replaces a CDN's address by it
const HANDLER = "data-listen-";
/** Renames inline handlers, because the policy would report each one when it is parsed. */
const withoutHandlers = (html: string): string => html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son(\w+)(?=\s*=)/gi, ` ${HANDLER}$1`));
const parsedOf = ({ files, entry }: Page): Document => new DOMParser().parseFromString(withoutHandlers(files[entry]), "text/html");
/** The path of a module that is written in the page itself: beside the page. */
const inlinePath = (entry: string, number: number): string => `${entry.slice(0, entry.lastIndexOf("/") + 1)}inline-module-${number}.js`;

function listen(element: Element): void {
  const handlers = [...element.attributes].filter(({ name }) => name.startsWith(HANDLER));
  for (const { name, value } of handlers) {
    element.removeAttribute(name);
    element.addEventListener(name.slice(HANDLER.length), new Function("event", value) as EventListener);
  }
}

/** The files, and the modules that are written in the page itself. */
export function withInlineModules(page: Page): Record<string, string> {
  const scripts = [...parsedOf(page).querySelectorAll("script")];
  const inline = scripts.flatMap((script, i) => (isModule(script) && !script.hasAttribute("src") ? [[inlinePath(page.entry, i), script.textContent ?? ""]] : []));
  return { ...page.files, ...Object.fromEntries(inline) };
}

/** Puts the markup into `place` and runs its scripts in order, modules last. Inline handlers become listeners, because the policy forbids them. */
export function mountPage(page: Page, place: HTMLElement, modules: Modules, note: Note): void {
  const parsed = parsedOf(page);
  const scripts = [...parsed.querySelectorAll("script")];
  for (const script of scripts) script.remove();
  for (const name of ["class", "style"]) if (parsed.body.hasAttribute(name)) document.body.setAttribute(name, parsed.body.getAttribute(name)!);
  for (const each of parsed.body.querySelectorAll("*")) listen(each);
  place.append(...parsed.head.querySelectorAll("style"), ...parsed.body.childNodes);
  const find = (script: HTMLScriptElement): string | null => {
    const source = script.getAttribute("src");
    return source === null ? inlinePath(page.entry, scripts.indexOf(script)) : resolve(Object.keys(page.files), page.entry, `./${source.replace(/^\.?\//, "")}`);
  };
  for (const script of scripts.toSorted((a, b) => Number(isModule(a)) - Number(isModule(b)))) {
    const source = script.getAttribute("src") ?? "";
    if (source.startsWith(BUNDLED)) continue; // it was loaded before the answer
    const path = find(script);
    try {
      if (/^(?:https?:)?\/\//i.test(source)) note("error", `There is no network: ${source} was not loaded.`);
      else if (!path) note("error", `There is no ${source}.`);
      else if (isModule(script)) modules.file(path);
      // As in a script element, top-level declarations are global.
      // oxlint-disable-next-line no-eval
      else globalThis.eval(page.files[path] ?? script.textContent ?? "");
    } catch (error) {
      note("error", String((error as Error)?.message ?? error));
    }
  }
}
