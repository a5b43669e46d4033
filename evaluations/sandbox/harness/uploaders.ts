/** For checks of an upload: finds the component that takes the file, and buttons that may have to be pressed. */
import * as rtl from "@testing-library/react";
import { candidates, isComponent, pickExport, type Wanted } from "./choose-export";
import { pace } from "./time-stretch";
import { safe } from "./builtins-guard";

const MOST_TRIED = 12;
const INPUT = 'input[type="file"]';

interface Rendered { container: HTMLElement; reads: ReadonlySet<string>; unmount: () => void }

/** The components that take props and show a file input, the likeliest first; without any, the one that pickExport returns. */
export function uploaders(namespace: any, criteria: Wanted, others: readonly any[], render: (type: any) => Rendered): any[] {
  const withProps: any[] = [];
  const without: any[] = [];
  const tried = candidates(namespace, criteria, others).filter(isComponent).slice(0, MOST_TRIED);
  for (const type of tried.length > 1 ? tried : []) {
    try {
      const { container, reads, unmount } = render(type);
      if (container.querySelector(INPUT)) (takesProps(type, reads) ? withProps : without).push(type);
      unmount();
    } catch {
      // this component cannot be shown alone
    }
  }
  const components = withProps.length ? withProps : without.slice(0, 1);
  return components.length ? components : [pickExport(namespace, criteria, others)];
}

/** Whether a component takes props: it reads one while it renders, or its later code names them. */
function takesProps(type: any, reads: ReadonlySet<string>): boolean {
  if (reads.size || typeof type !== "function") return true;
  const text = safe.apply(Function.prototype.toString, type, []) as string;
  if (type.prototype?.isReactComponent) return /\bprops\s*[.[;,}]/.test(text);
  const parameter = /^(?:async\s+)?(?:function\s*[\w$]*\s*)?\(?\s*([\w$]+)/.exec(text)?.[1];
  return type.length > 0 && !!parameter && text.split(new RegExp(`(?<![\\w$])${parameter.replace(/\$/g, "\\$&")}(?![\\w$])`)).length > 2;
}

const CONTROLS = 'button, input[type="submit"], input[type="button"], input[type="image"], [role="button"]';
const LIKELY = /upload|pars|submit|process|import|read|load|convert|send|done|start|extract|confirm|show|go\b|ok\b/i;
const TAKES_BACK = /clear|reset|cancel|remove|delete|close|back\b|^\s*[×✕✖x]\s*$/i;
const MOST_PRESSED = 6;

const labelOf = (button: any): string =>
  `${button.textContent ?? ""} ${button.tagName === "INPUT" ? button.value : ""} ${button.ariaLabel ?? ""} ${button.title ?? ""}`.trim();

/** Enabled buttons that do not remove the file: the form's own, those with the usual words, those after the input, others. */
export function startButtons(container: Element): HTMLElement[] {
  const input = container.querySelector(INPUT) as HTMLInputElement | null;
  const rank = (button: any): number => {
    if (input?.form && button.form === input.form && button.type === "submit") return 0;
    if (LIKELY.test(labelOf(button))) return 1;
    const isBehind = !input || !!(input.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    return isBehind ? 2 : 3;
  };
  const isOpen = (button: any): boolean =>
    !button.disabled && button.ariaDisabled !== "true" && button.type !== "reset" && !button.querySelector(INPUT) && !TAKES_BACK.test(labelOf(button));
  const buttons = [...container.querySelectorAll<HTMLElement>(CONTROLS)].filter(isOpen);
  return buttons.map((button, i) => ({ button, i, rank: rank(button) })).toSorted((a, b) => a.rank - b.rank || a.i - b.i).map(({ button }) => button);
}

export interface Pressing {
  aloneMs?: number; // for results without a button
  eachMs?: number; // for one button, before the next is tried
  ms?: number; // in total
  pause?: () => Promise<unknown>; // between two checks
  pressed?: () => void;
}

const shortPause = (): Promise<unknown> => rtl.act(async () => { await new safe.Promise((resolve) => safe.setTimeout(resolve, 20)); }) as unknown as Promise<unknown>;

/** Waits until isDone. If it does not come by itself, presses the component's buttons one after the other. */
export async function pressUntil(container: Element, isDone: () => boolean, pressing: Pressing = {}): Promise<boolean> {
  const { aloneMs = 600, ms = 3000, eachMs = 400, pause = shortPause, pressed } = pressing;
  const end = safe.now() + ms * pace.stretch;
  const wait = async (limit: number): Promise<boolean> => {
    for (const until = Math.min(end, safe.now() + limit * pace.stretch); !isDone(); await pause()) if (safe.now() >= until) return false;
    return true;
  };
  const done = new Set<Element>();
  const next = (): HTMLElement | undefined => (done.size < MOST_PRESSED ? startButtons(container).find((button) => !done.has(button)) : undefined);
  if (await wait(next() ? aloneMs : ms)) return true;
  for (let button = next(); button && safe.now() < end; button = next()) {
    done.add(button);
    pressed?.();
    const control = button;
    await rtl.act(async () => { rtl.fireEvent.click(control); });
    if (await wait(next() ? eachMs : ms)) return true;
  }
  return false;
}
