/**
 * Answers that also mount themselves, like a complete program: createRoot(document.getElementById("root")).render(<App />).
 * While they load, they find a root element beside the body. Afterwards it is replaced by an empty one, so that checks do not see their output.
 */
import { safe } from "./builtins-guard";

const IDS = ["root", "app"];
let isLoading = true;
let act: (body: () => void) => void = (body) => body();
let substitute: (() => Element) | null = null;
let shown: Element | null = null;
let isUsed = false;

/** Puts the root elements into the document. through: React's act, with which mounting is done at once. */
export function offerPlaces(through: (body: () => void) => void): void {
  act = through;
  for (const id of IDS) document.documentElement.append(Object.assign(document.createElement("div"), { id }));
  // An answer's own page may use any name for its root element.
  const make = document.createElement.bind(document, "div");
  substitute = () => { shown ??= make(); return shown; };
}

/** Ends the loading. Mounted components stay alive outside the document. */
export function endLoading(): void {
  isLoading = false;
  for (const id of IDS) {
    const place = document.querySelector(`html > #${id}`);
    if (!place?.firstChild) continue;
    place.replaceWith(place.cloneNode(false));
    shown ??= place;
  }
}

/** The element that the answer mounted while it loaded, put into the body; null when it mounted nothing. */
export function mounted(): Element | null {
  if (!shown?.firstChild) return null;
  document.body.append(shown);
  return shown;
}

const atOnce = <T>(body: () => T): T | undefined => {
  if (!isLoading) return body();
  let result: T | undefined;
  try {
    act(() => { result = body(); });
  } catch (error) {
    reportError(error); // a mounted component that throws ends neither a React program nor this one
  }
  return result;
};
/** Whether the answer mounted anything while it loaded. */
export const hasMounted = (): boolean => isUsed;

/** The preview's own root element, for answers that use another name for it. */
export function mountIn(place: Element): void {
  substitute = () => place;
}

function placeOf(container: unknown): unknown {
  if (!isLoading) return container;
  isUsed = true;
  return container ?? substitute?.() ?? container;
}

function rootOf(root: any): any {
  const { render } = root;
  root.render = (element: unknown) => { atOnce(() => safe.apply(render, root, [element])); };
  return root;
}

/** react-dom or react-dom/client in the form that answers get. */
export function forAnswers(library: any): any {
  const { createRoot, hydrateRoot, render, hydrate } = library;
  const own: Record<string, unknown> = {};
  if (createRoot) own.createRoot = (container: unknown, options?: unknown) => rootOf(createRoot(placeOf(container), options));
  if (hydrateRoot) own.hydrateRoot = (container: unknown, element: unknown, options?: unknown) => atOnce(() => hydrateRoot(placeOf(container), element, options));
  if (render) own.render = (element: unknown, container: unknown, done?: unknown) => atOnce(() => render(element, placeOf(container), done));
  if (hydrate) own.hydrate = (element: unknown, container: unknown, done?: unknown) => atOnce(() => hydrate(element, placeOf(container), done));
  return { ...library, ...own, default: { ...(library.default ?? library), ...own } };
}

/** The global `ReactDOM` of react-dom's browser build: the functions of both packages. */
export const browserReactDom = (library: any, client: any): object => ({ ...forAnswers(library).default, ...forAnswers(client).default });
