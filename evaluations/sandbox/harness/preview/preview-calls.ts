/** The preview of a function or a hook: a field for arguments, and the result. */
import * as React from "react";
import * as ReactDOMClient from "react-dom/client";
import { tagged } from "../protocol";

const HOOK = /^use[A-Z0-9]/;
const h = React.createElement;

/** A value as short text for a person. */
export function shown(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === "function") return `function ${value.name || "without a name"}`;
  if (value === undefined) return "undefined";
  try {
    return (JSON.stringify(tagged(value, { left: 3000 })) ?? String(value)).slice(0, 2000);
  } catch {
    return "[object]";
  }
}

/** Evaluates "1, [2, 3]" to a list of values. Throws the text's error. */
export const argumentsOf = (text: string): unknown[] => new Function(`return [${text}\n]`)() as unknown[];

type Result = { text: string; isError: boolean };
const failed = (error: unknown): Result => ({ text: shown(error instanceof Error ? error : new Error(String(error))), isError: true });

function Output({ text, isError }: Result): React.ReactElement {
  return h("output", { className: isError ? "error" : undefined, style: { display: "block", whiteSpace: "pre-wrap", overflowWrap: "anywhere", color: isError ? "#a30000" : undefined } }, text);
}

function Field({ name, text, onText }: { name: string; text: string; onText: (text: string) => void }): React.ReactElement {
  const input = h("input", {
    type: "text", value: text, placeholder: "arguments, like 2, [1, 2]", "aria-label": `Arguments of ${name}`, size: 28, spellCheck: false, autoComplete: "off",
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onText(event.target.value), style: { font: "inherit" },
  });
  return h("p", { style: { font: "14px/1.6 ui-monospace, monospace", margin: "0 0 8px" } }, `${name}(`, input, ")");
}

/** Calls the function when the arguments change. Of two pending calls the later one is shown. */
function Calls({ body, name }: { body: (...values: unknown[]) => unknown; name: string }): React.ReactElement {
  const [text, setText] = React.useState("");
  const [result, setResult] = React.useState<Result>({ text: body.length ? "Type its arguments." : "", isError: false });
  const newest = React.useRef(0);
  const call = async (given: string): Promise<void> => {
    const number = ++newest.current;
    const show = (made: Result): void => { if (number === newest.current) setResult(made); };
    const tell = (value: unknown, isError: boolean): boolean => document.dispatchEvent(new CustomEvent("bakeoff-returned", { detail: { text: given, value, isError } }));
    try {
      const value = await body(...argumentsOf(given));
      show({ text: shown(value), isError: false });
      tell(value, false); // preview-recorder.ts listens
    } catch (error) {
      show(failed(error));
      if (!(error instanceof SyntaxError)) tell(null, true);
    }
  };
  const change = (given: string): void => { setText(given); void call(given); };
  const button = h("button", { type: "button", onClick: () => void call(text) }, "Call");
  return h("div", null, h(Field, { name, text, onText: change }), button, h(Output, result));
}

class Guard extends React.Component<{ children: React.ReactNode }, { error: unknown }> {
  override state = { error: null };
  static getDerivedStateFromError = (error: unknown): { error: unknown } => ({ error });
  override render(): React.ReactNode { return this.state.error ? h(Output, failed(this.state.error)) : this.props.children; }
}

/** The functions that a hook returns, by name or position. */
function functionsIn(value: unknown): [string, (...values: unknown[]) => unknown][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).filter((entry): entry is [string, () => unknown] => typeof entry[1] === "function").slice(0, 12);
}

const tellOfHook = (detail: object): boolean => document.dispatchEvent(new CustomEvent("bakeoff-hook", { detail })); // preview-recorder.ts listens

/** Adds a button that calls a hook's function, and a field for its arguments. */
function HookButton({ name, inner }: { name: string; inner: (...values: unknown[]) => unknown }): React.ReactElement {
  const [text, setText] = React.useState("");
  const [fault, setFault] = React.useState("");
  const press = (): void => {
    let values: unknown[];
    try {
      values = argumentsOf(text);
    } catch (error) {
      return setFault(shown(error));
    }
    setFault("");
    tellOfHook({ called: name, text });
    void inner(...values);
  };
  const field = h("input", {
    type: "text", value: text, placeholder: "arguments", "aria-label": `Arguments of ${name}`, size: 12, spellCheck: false, autoComplete: "off",
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setText(event.target.value), style: { font: "inherit" },
  });
  return h("p", { style: { margin: "0 0 4px" } }, h("button", { type: "button", onClick: press }, `${name}()`), " ", field, fault && h(Output, { text: fault, isError: true }));
}

function Hook({ body, values, text }: { body: (...values: unknown[]) => unknown; values: unknown[]; text: string }): React.ReactElement {
  const value = body(...values);
  React.useEffect(() => void tellOfHook({ value, text }));
  const buttons = functionsIn(value).map(([key, inner]) => h(HookButton, { key, name: key, inner }));
  return h("div", null, h(Output, { text: shown(value), isError: false }), buttons);
}

/** Mounts the hook again when its arguments change, and shows each new result. */
function HookCalls({ body, name }: { body: (...values: unknown[]) => unknown; name: string }): React.ReactElement {
  const [text, setText] = React.useState("");
  let inner: React.ReactElement;
  try {
    inner = h(Guard, { key: text, children: h(Hook, { body, values: argumentsOf(text), text }) });
  } catch (error) {
    inner = h(Output, failed(error));
  }
  return h("div", null, h(Field, { name, text, onText: setText }), inner);
}

/** Shows in `place` a field for the arguments of this function or hook. */
export function offerCalls(body: (...values: unknown[]) => unknown, place: Element): void {
  const name = body.name && body.name !== "default" ? body.name : "answer";
  ReactDOMClient.createRoot(place).render(h(HOOK.test(name) ? HookCalls : Calls, { body, name }));
}
