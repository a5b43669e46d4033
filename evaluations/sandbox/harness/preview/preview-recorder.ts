/**
 * Runs in a reference's frame before the reference. It reports a person's actions and their effects to the outer page, so
 * that a test can be written from them. Contract: docs/explanation/sandbox.md, "Recorder".
 *
 * Elements are named by role and accessible name, or by label or text; by position only if nothing else distinguishes them.
 */
import { getSuggestedQuery, isInaccessible, queryAllByAltText, queryAllByDisplayValue, queryAllByLabelText, queryAllByPlaceholderText, queryAllByRole, queryAllByTestId, queryAllByText, queryAllByTitle, type Suggestion } from "@testing-library/dom";

/** by: the end of Testing Library's query, like "Role". name, text: sources of case-insensitive regular expressions. */
interface Named { by: string; role?: string; name?: string; text?: string }
/** within: the row or group around it. place: from 0, among `count` equal ones. */
interface Query extends Named { within?: { role: string; text: string }; place?: number; count?: number }
type Expectation = { kind: string; query?: Query; value?: unknown };

const OWN = "#log, #files"; // the preview's own elements below the answer
const ROWS = "li, tr, article, fieldset, dialog, [role=listitem], [role=row], [role=group], [role=region], [role=dialog]";
const PRESSABLE = 'button, a[href], input, textarea, select, summary, [role=button], [role=tab], [role=checkbox], [role=radio], [role=switch], [role=menuitem], [role=option], [role=link], [onclick], [tabindex], [draggable=true]';
const TOLD_ROLES = new Set(["button", "link", "heading", "listitem", "checkbox", "radio", "switch", "textbox", "searchbox", "spinbutton", "slider", "combobox", "option", "tab", "tabpanel", "alert", "status", "dialog", "row", "cell", "gridcell", "img", "progressbar", "menuitem", "timer"]);
// Roles that only say how text is marked up: a test that asked for them would refuse an answer with the same text in a <div>.
const PROSE_ROLES = new Set(["paragraph", "emphasis", "strong", "mark", "code", "time", "deletion", "insertion", "subscript", "superscript", "blockquote"]);
const KEYS = new Set(["Enter", "Escape", "Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "Delete", "Backspace", " "]);
const TEXTUAL = 'input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset], [type=image], [type=file]), textarea, [contenteditable=""], [contenteditable=true]';
const SET_AT_ONCE = /^(range|color|date|time|month|week|datetime-local)$/; // people move or pick these values instead of typing them
const MOST_TOLD = 400, LONGEST = 80, SETTLED_MS = 150, LATE_MS = 900;

const clean = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const isOwn = (element: Element): boolean => element.closest(OWN) !== null || element.matches("script, style, html, body, #root");
const tell = (message: object): void => parent.postMessage({ recorded: message }, "*");
/** An element's text without the buttons in it. */
function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const part of copy.querySelectorAll("button, select, textarea, script, style")) part.remove();
  return clean(copy.textContent);
}

const finders: Record<string, (within: HTMLElement, text: any) => HTMLElement[]> = {
  LabelText: queryAllByLabelText, PlaceholderText: queryAllByPlaceholderText, Text: queryAllByText, DisplayValue: queryAllByDisplayValue,
  AltText: queryAllByAltText, Title: queryAllByTitle, TestId: queryAllByTestId,
};

function matches(own: Named, within: HTMLElement): HTMLElement[] {
  const elements = own.by === "Role"
    ? queryAllByRole(within, own.role!, own.name ? { name: new RegExp(own.name, "i") } : {})
    : finders[own.by](within, own.by === "TestId" ? own.text : new RegExp(own.text!, "i"));
  return elements.filter((element) => !isOwn(element));
}

/** Testing Library's suggestion; by text where the role alone says only how the text is marked up. */
function suggestedFor(element: HTMLElement): Suggestion | undefined {
  const suggestion = getSuggestedQuery(element, "get");
  const [role, options] = suggestion?.queryArgs as [string, { name?: RegExp }?] ?? [];
  const isProse = suggestion?.queryName === "Role" && !options?.name && PROSE_ROLES.has(role);
  return isProse ? (getSuggestedQuery(element, "get", "Text") ?? suggestion) : suggestion;
}

/** The query by which a person would name the element; null for an element without role, label or text. */
function named(element: Element): Named | null {
  if (isInaccessible(element)) return null;
  const suggestion = suggestedFor(element as HTMLElement);
  if (!suggestion) return null;
  const [first, options] = suggestion.queryArgs as [string | RegExp, { name?: RegExp }?];
  const source = typeof first === "string" ? first : first.source;
  if (suggestion.queryName === "Role") return { by: "Role", role: source, ...(options?.name ? { name: whole(options.name.source) } : {}) };
  return { by: suggestion.queryName, text: suggestion.queryName === "TestId" ? source : whole(source) };
}

/** A regular expression for a name. A long name is cut; a short one must match whole, so that "Add" does not find "Add all". */
function whole(source: string): string {
  const readable = source.replace(/\\-/g, "-");
  return readable.length > LONGEST ? readable.slice(0, LONGEST).replace(/\\+$/, "") : `^${readable}$`;
}

/** How a test finds this row or group; null if role and text do not distinguish it. */
function rowQuery(row: Element): { role: string; text: string } | null {
  const role = named(row)?.role;
  const text = textOf(row).slice(0, LONGEST);
  if (!role || !text) return null;
  const source = escaped(text);
  const alike = queryAllByRole(document.body, role).filter((one) => new RegExp(source, "i").test(clean(one.textContent)));
  return alike.length === 1 ? { role, text: source } : null;
}

function queryOf(element: Element): Query | null {
  const own = named(element);
  if (!own) return null;
  const alike = matches(own, document.body);
  if (alike.length <= 1) return own;
  const row = element.parentElement?.closest<HTMLElement>(ROWS);
  const within = row && !isOwn(row) && matches(own, row).length === 1 ? rowQuery(row) : null;
  if (within) return { ...own, within };
  return { ...own, place: alike.indexOf(element as HTMLElement), count: alike.length };
}

/** The nearest element around this one that a person could name. */
function nameable(start: Element): { element: Element; query: Query } | null {
  for (let element: Element | null = start; element && !isOwn(element); element = element.parentElement) {
    const query = queryOf(element);
    if (query) return { element, query };
  }
  return null;
}

// The visible elements before and after an action. The difference is offered as an expectation.
/** For elements with the same name: their number, their presence, and their states. */
interface Alike { n: number; there: Expectation; states: Expectation[] }
interface Look { seen: Map<string, Alike>; roles: Map<string, number> }

function stateOf(element: Element, query: Query): Expectation[] {
  const made: Expectation[] = [];
  const add = (kind: string, value: unknown): void => { made.push({ kind, query, value }); };
  if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) add("checked", element.checked);
  else if (element instanceof HTMLSelectElement) add("value", element.value);
  else if (element instanceof HTMLInputElement && !/^(file|button|submit|reset|image|password)$/.test(element.type)) add("value", element.type === "number" ? element.valueAsNumber : element.value);
  else if (element instanceof HTMLTextAreaElement) add("value", element.value);
  if ("disabled" in element) add("disabled", (element as HTMLButtonElement).disabled);
  for (const name of ["aria-selected", "aria-expanded", "aria-pressed", "aria-checked", "aria-current", "aria-invalid"]) {
    if (element.hasAttribute(name)) made.push({ kind: "attribute", query, value: [name, element.getAttribute(name)] });
  }
  return made;
}

const isTold = (own: Named): boolean =>
  own.by === "Role" ? TOLD_ROLES.has(own.role!) : own.by === "Text" || own.by === "LabelText" || own.by === "PlaceholderText";

/** The name or text by which a person knows an element; null for other elements. */
function told(element: Element): { key: string; there: Expectation } | null {
  const own = named(element);
  if (!own || !isTold(own)) return null;
  if (own.by !== "Role" || own.name !== undefined) return { key: JSON.stringify(own), there: { kind: "shown", query: own } };
  const text = textOf(element).slice(0, LONGEST);
  if (!text && !element.matches("input, textarea, select")) return null;
  return { key: JSON.stringify([own.role, text]), there: text ? { kind: "says", query: own, value: text } : { kind: "shown", query: own } };
}

function look(): Look {
  const [seen, roles]: [Look["seen"], Look["roles"]] = [new Map(), new Map()];
  const all = [...document.body.querySelectorAll("*")].filter((element) => !isOwn(element)).slice(0, MOST_TOLD);
  for (const element of all) {
    const target = told(element);
    if (!target) continue;
    const role = target.there.query!.role;
    if (role) roles.set(role, (roles.get(role) ?? 0) + 1);
    const alike = seen.get(target.key);
    if (alike) alike.n++;
    else seen.set(target.key, { n: 1, there: target.there, states: target.there.kind === "shown" ? stateOf(element, target.there.query!) : [] });
  }
  return { seen, roles };
}

const MOST_OFFERED = 12;
const COUNTED = /^(listitem|row|option|checkbox|tab|img|heading)$/;
const isWorthTelling = ({ kind, value }: Expectation): boolean => (kind === "value" ? value !== "" : value === true);
const howMany = ({ n, there }: Alike): Expectation => (n === 1 || there.kind === "says" ? there : { kind: "count", query: there.query, value: n });

function differences(before: Look, after: Look): Expectation[] {
  const made: Expectation[] = [];
  for (const [key, now] of after.seen) {
    const then = before.seen.get(key);
    if (!then) made.push(howMany(now), ...now.states.filter(isWorthTelling));
    else if (then.n !== now.n) made.push(howMany(now));
    else made.push(...now.states.filter((one, at) => JSON.stringify(then.states[at]?.value) !== JSON.stringify(one.value)));
  }
  for (const [key, { there }] of before.seen) if (!after.seen.has(key)) made.push({ ...there, kind: "gone" });
  for (const role of new Set([...before.roles.keys(), ...after.roles.keys()])) {
    const count = after.roles.get(role) ?? 0;
    if (count !== (before.roles.get(role) ?? 0) && COUNTED.test(role)) made.push({ kind: "count", query: { by: "Role", role }, value: count });
  }
  return made.slice(0, MOST_OFFERED);
}

let before: Look | null = null;
let waiting = 0;
let called: Expectation[] = [];

/** Reports twice: changes at once, and changes a little later. */
function compareSoon(): void {
  clearTimeout(waiting);
  const since = before;
  const compare = (isLast: boolean): void => {
    const after = look();
    const changes = [...called, ...(since ? differences(since, after) : [])];
    tell({ changes });
    if (isLast) [before, called] = [after, []];
    else waiting = setTimeout(compare, LATE_MS, true);
  };
  waiting = setTimeout(compare, SETTLED_MS, false);
}

function act(kind: string, element: Element, more: object = {}): void {
  const target = nameable(element);
  if (target) tell({ act: kind, query: target.query, ...more });
  else tell({ unnamed: kind, tag: element.tagName.toLowerCase() });
  compareSoon();
}

/** The state before an action. It is taken when the action begins, before the answer's own listeners. */
function begin(): void {
  clearTimeout(waiting);
  before = look();
  called = [];
}

let mode: "act" | "expect" = "act";
let lastKeyAt = 0; // ms
let dragged: Element | null = null;
const targetOf = (event: Event): Element => (event.composedPath()[0] instanceof Element ? (event.composedPath()[0] as Element) : (event.target as Element));

function recordClick(event: MouseEvent): void {
  const target = targetOf(event);
  if (!event.isTrusted || isOwn(target)) return;
  const label = target.closest("label");
  if (label?.control && !label.control.contains(target)) return; // the browser clicks its field next
  const pressed = target.closest(PRESSABLE) ?? target;
  if (pressed.matches(`select, option, input[type=file], ${TEXTUAL}`)) return; // the entered value is reported instead
  const byKey = event.detail === 0 && performance.now() - lastKeyAt < 200;
  if (byKey) return; // the key was reported already
  begin();
  act("click", pressed);
}

function recordKey(event: KeyboardEvent): void {
  const target = targetOf(event);
  if (!event.isTrusted || isOwn(target)) return;
  const isTyping = target.matches(TEXTUAL);
  const isCombined = event.ctrlKey || event.metaKey || event.altKey;
  if (!KEYS.has(event.key) && !isCombined) return;
  if (/^(Control|Shift|Alt|Meta)$/.test(event.key)) return;
  if (isTyping && !/^(Enter|Escape|Tab|ArrowUp|ArrowDown)$/.test(event.key) && !isCombined) return;
  if (isTyping && target instanceof HTMLTextAreaElement && event.key === "Enter" && !isCombined) return;
  lastKeyAt = performance.now();
  begin();
  const keys = [event.ctrlKey && "Control", event.metaKey && "Meta", event.altKey && "Alt", event.shiftKey && "Shift", event.key].filter(Boolean);
  act("press", target, { value: keys.join("+") });
}

function recordInput(event: Event): void {
  const target = targetOf(event);
  if (isOwn(target)) return;
  if (target instanceof HTMLSelectElement) return act("select", target, { value: [...target.selectedOptions].map((option) => clean(option.label)) });
  if (!event.isTrusted || (target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type))) return; // it was reported as a click
  if (target instanceof HTMLInputElement && target.type === "file") return act("upload", target, { value: [...(target.files ?? [])].map((file) => file.name) });
  if (!target.matches(TEXTUAL)) return;
  const field = target as HTMLInputElement;
  act(SET_AT_ONCE.test(field.type) ? "set" : "type", field, { value: field.isContentEditable ? clean(field.textContent) : field.value });
}

function recordDrop(event: DragEvent): void {
  const target = targetOf(event);
  if (!event.isTrusted || !dragged || isOwn(target)) return;
  const to = nameable(target);
  if (to) act("drag", dragged, { to: to.query });
  dragged = null;
}

// In the mode for expectations the answer gets no events. The element under the pointer is outlined, and a click offers it.
const outline = document.createElement("div");
outline.style.cssText = "position:fixed;z-index:2147483647;pointer-events:none;outline:2px solid #0a66c2;outline-offset:2px;border-radius:2px;display:none";

function pointAt(event: MouseEvent): void {
  if (mode !== "expect") return;
  const target = nameable(targetOf(event));
  outline.style.display = target ? "block" : "none";
  if (!target) return;
  const { left, top, width, height } = target.element.getBoundingClientRect();
  Object.assign(outline.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  if (!outline.isConnected) document.documentElement.append(outline);
}

function offer(start: Element): void {
  const target = nameable(start);
  if (!target) return tell({ unnamed: "expect", tag: start.tagName.toLowerCase() });
  const { element, query } = target;
  const text = clean(element.textContent).slice(0, LONGEST);
  const offered: Expectation[] = [{ kind: "shown", query }, ...stateOf(element, query)];
  if (text && !(query.name ?? query.text ?? "").includes(escaped(text))) offered.push({ kind: "says", query, value: text });
  if (query.role) offered.push({ kind: "count", query: { by: "Role", role: query.role }, value: matches({ by: "Role", role: query.role }, document.body).length });
  tell({ offered });
}

function withhold(event: Event): void {
  if (mode !== "expect" || isOwn(targetOf(event))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type === "click") offer(targetOf(event));
}

for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "dblclick", "keydown", "beforeinput", "submit", "dragstart"]) addEventListener(type, withhold, true);
addEventListener("mousemove", pointAt, true);
addEventListener("click", recordClick, true);
addEventListener("dblclick", (event) => event.isTrusted && act("dblclick", targetOf(event).closest(PRESSABLE) ?? targetOf(event)), true);
addEventListener("keydown", recordKey, true);
addEventListener("beforeinput", () => { before ??= look(); }, true);
addEventListener("pointerdown", (event) => { if (event.isTrusted && targetOf(event).matches("select, input[type=file], input[type=range]")) begin(); }, true);
addEventListener("input", (event) => { if (!(targetOf(event) instanceof HTMLSelectElement)) recordInput(event); }, true);
addEventListener("change", (event) => { if (targetOf(event) instanceof HTMLSelectElement) recordInput(event); }, true);
addEventListener("dragstart", (event) => { dragged = targetOf(event); begin(); }, true);
addEventListener("drop", recordDrop, true);
addEventListener("message", (event) => {
  if (event.source !== parent || typeof event.data?.mode !== "string") return;
  mode = event.data.mode === "expect" ? "expect" : "act";
  outline.style.display = "none";
});
// The preview reports the answer's calls, and a function's results.
document.addEventListener("bakeoff-called", (event) => {
  const { prop, args } = (event as CustomEvent<{ prop: string; args: unknown[] }>).detail;
  const plain = plainOf(args);
  if (plain !== undefined) called.push({ kind: "called", value: { prop, args: plain } });
});
document.addEventListener("bakeoff-returned", (event) => {
  const { text, value, isError } = (event as CustomEvent<{ text: string; value: unknown; isError: boolean }>).detail;
  const plain = isError ? null : plainOf(value);
  if (plain !== undefined || value === undefined) tell({ changes: [{ kind: isError ? "throws" : "returns", value: { text, result: plain, isNothing: value === undefined } }] });
});

/** A hook's last result by path. Only new values are offered. */
let given = new Map<string, string>();
let hookText: string | null = null;
document.addEventListener("bakeoff-hook", (event) => {
  const { called: name, value, text } = (event as CustomEvent<{ called?: string; value?: unknown; text: string }>).detail;
  if (name !== undefined) return tell({ act: "call", value: { place: placeIn(name), text } });
  if (text !== hookText) [hookText, given] = [text, new Map()];
  const now = new Map<string, string>();
  const made: Expectation[] = [];
  for (const [place, part] of partsOf(value)) {
    const plain = part === undefined ? null : plainOf(part);
    if (plain === undefined) continue;
    now.set(place, JSON.stringify(part) ?? "undefined");
    if (given.get(place) !== now.get(place)) made.push({ kind: "holds", value: { place, result: plain, isNothing: part === undefined } });
  }
  given = now;
  tell({ began: text, changes: made.slice(0, MOST_OFFERED) });
});

/** The name of a hook's function after `result.current`. */
const placeIn = (name: string): string => (/^\d+$/.test(name) ? `[${name}]` : /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

/** The parts of a hook's result without functions; the value itself if it has no parts. */
function partsOf(value: unknown): [string, unknown][] {
  if (typeof value === "function") return [];
  if (typeof value !== "object" || value === null || !Object.values(value).some((part) => typeof part === "function")) return [["", value]];
  return Object.entries(value).filter(([, part]) => typeof part !== "function").map(([name, part]) => [placeIn(name), part]);
}

/** The value if a test can write it as JSON. undefined for events, elements, functions and dates. */
function plainOf(value: unknown): unknown {
  try {
    const text = JSON.stringify(value);
    const copy = JSON.parse(text) as unknown;
    return isSame(value, copy) && text.length < 2000 ? copy : undefined;
  } catch {
    return undefined;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return Object.is(one, other);
  if (Array.isArray(one) !== Array.isArray(other) || (!Array.isArray(one) && Object.getPrototypeOf(one) !== Object.prototype)) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return keys.length === others.length && keys.every((key) => isSame((one as any)[key], (other as any)[key]));
}

addEventListener("load", () => setTimeout(() => tell({ ready: true, changes: differences({ seen: new Map(), roles: new Map() }, (before = look())) }), SETTLED_MS));
