/** Selectors as Playwright's own client writes them. Source: Playwright, packages/isomorphic/locatorUtils.ts, Apache-2.0. */
export type Text = string | RegExp;

const ofRegExp = (text: RegExp): string => `/${text.source.replace(/(^|[^\\])(\\\\)*(["'`])/g, "$1$2\\$3").replace(/>>/g, "\\>\\>")}/${text.flags}`;
const asText = (text: Text, exact = false): string => (text instanceof RegExp ? ofRegExp(text) : `${JSON.stringify(text)}${exact ? "s" : "i"}`);
const asAttribute = (value: Text, exact = false): string =>
  value instanceof RegExp ? ofRegExp(value) : `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"${exact ? "s" : "i"}`;
const byAttribute = (name: string, text: Text, exact?: boolean): string => `internal:attr=[${name}=${asAttribute(text, exact)}]`;
type Options = { exact?: boolean } | undefined;

export const selectors = {
  getByText: (text: Text, o?: Options): string => `internal:text=${asText(text, o?.exact)}`,
  getByLabel: (text: Text, o?: Options): string => `internal:label=${asText(text, o?.exact)}`,
  getByAltText: (text: Text, o?: Options): string => byAttribute("alt", text, o?.exact),
  getByTitle: (text: Text, o?: Options): string => byAttribute("title", text, o?.exact),
  getByPlaceholder: (text: Text, o?: Options): string => byAttribute("placeholder", text, o?.exact),
  getByTestId: (id: Text): string => `internal:testid=[data-testid=${asAttribute(id, true)}]`,
  getByRole: (role: string, o: any = {}): string => {
    const props: [string, unknown][] = [
      ["checked", o.checked], ["disabled", o.disabled], ["selected", o.selected], ["expanded", o.expanded],
      ["include-hidden", o.includeHidden], ["level", o.level],
      ["name", o.name === undefined ? undefined : asAttribute(o.name, o.exact)],
      ["description", o.description === undefined ? undefined : asAttribute(o.description, o.exact)], ["pressed", o.pressed],
    ];
    return `internal:role=${role}${props.filter(([, value]) => value !== undefined).map(([name, value]) => `[${name}=${value}]`).join("")}`;
  },
};

/** The selector parts for filter() and the options of locator(). An inner locator is used by its selector. */
export function filtered(o: { hasText?: Text; hasNotText?: Text; has?: any; hasNot?: any; visible?: boolean } = {}): string {
  let more = "";
  if (o.hasText !== undefined) more += ` >> internal:has-text=${asText(o.hasText)}`;
  if (o.hasNotText !== undefined) more += ` >> internal:has-not-text=${asText(o.hasNotText)}`;
  if (o.has) more += ` >> internal:has=${JSON.stringify(o.has.selector)}`;
  if (o.hasNot) more += ` >> internal:has-not=${JSON.stringify(o.hasNot.selector)}`;
  if (o.visible !== undefined) more += ` >> visible=${o.visible ? "true" : "false"}`;
  return more;
}

/** Whether an address matches a glob, regular expression or function. `base` completes a relative one. */
export function fitsUrl(url: string, pattern: unknown, base: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(url);
  if (typeof pattern === "function") return Boolean(pattern(new URL(url)));
  const text = String(pattern);
  if (!text.includes("*")) return new URL(text, `${base}/`).href === url;
  const whole = text.startsWith("*") ? text : new URL(text.replace(/\*/g, "%2A"), `${base}/`).href.replace(/%2A/g, "*");
  const escaped = whole.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*\/?/g, "\0").replace(/\*/g, "[^/]*").replace(/\0/g, ".*");
  return new RegExp(`^${escaped}$`).test(url);
}
