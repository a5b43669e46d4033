/** Shows answers without React: a Vue component, or a custom element. */
import { candidates, isComponent } from "./choose-export";

const VUE_KEYS = ["setup", "render", "template", "data", "methods", "computed", "__name"];
const DEFINED = /\bcustomElements\s*\.\s*define\(\s*["'`]([a-z][\w.-]*-[\w.-]*)["'`]/g;

const isVue = (value: any): boolean => !!value && typeof value === "object" && !value.$$typeof && VUE_KEYS.some((key) => Object.hasOwn(value, key));

/** The Vue component that a file exports; null without one. */
export function vueComponentOf(namespace: any): any {
  return [namespace?.default, ...Object.values(namespace ?? {})].find(isVue) ?? null;
}

/** Mounts a Vue component. Throws errors of mounting; later errors are uncaught errors. */
export function mountVue(vue: any, component: unknown, place: Element): void {
  const app = vue.createApp(component);
  const thrown: unknown[] = [];
  let isMounting = true;
  app.config.errorHandler = (error: unknown) => { if (isMounting) thrown.push(error); else reportError(error); };
  app.mount(place);
  isMounting = false;
  if (thrown.length) throw thrown[0];
}

/** The name of the custom element that was defined last, because it contains the others; "" without one. */
export function elementDefinedBy(source: string): string {
  const names = [...source.matchAll(DEFINED)].map((match) => match[1]);
  return names.findLast((name) => customElements.get(name)) ?? "";
}

interface Answer { namespace: any; others: readonly any[]; source: string; vue: (() => any) | undefined }

/** Shows in `place` what the answer shows without React. Returns false if there is nothing. */
export function showWithoutReact({ namespace, others, source, vue }: Answer, place: Element): boolean {
  const component = vue && vueComponentOf(namespace);
  if (component) {
    mountVue(vue!(), component, place);
    return true;
  }
  const name = elementDefinedBy(source);
  if (!name || candidates(namespace, { fits: isComponent }, others).length) return false;
  place.append(document.createElement(name));
  return true;
}
