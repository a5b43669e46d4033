/**
 * Shows an answer to a person, live, in an <iframe sandbox="allow-scripts allow-forms">. Contract: docs/explanation/sandbox.md, "Preview".
 * Everything happens in the frame's opaque origin: compile, mount, log of called props, console and errors.
 */
import * as React from "react";
import * as jsxRuntime from "react/jsx-runtime";
import * as ReactDOM from "react-dom";
import * as ReactDOMClient from "react-dom/client";
import PropTypes from "prop-types";
import classNames from "classnames";
import clsx from "clsx";
import { esm } from "../interop";
import { showWithoutReact } from "../frameworks";
import { Modules } from "../modules";
import { browserReactDom, forAnswers, hasMounted, mountIn } from "../mounting";
import { offerCalls } from "./preview-calls";
import { giveWhatIsRefused } from "./preview-globals";
import { mountPage, withInlineModules } from "./preview-page";
import { candidates, isComponent, pickExport } from "../choose-export";
import { readlinePackages } from "../readline";
import { recordingProps, withProps } from "../recording";
import { compileFile, ASSET } from "../transform";
import { tagged, type Compiled, type Job } from "../protocol";

interface Candidate { files: Record<string, string>; entry: string; name?: string; is_called?: boolean; fixtures?: Record<string, string>; props?: Record<string, unknown> }

const packages: Record<string, (isForChecks: boolean) => unknown> = {
  react: () => esm(React), "react/jsx-runtime": () => jsxRuntime, "react-dom": () => esm(forAnswers(ReactDOM)), "react-dom/client": () => esm(forAnswers(ReactDOMClient)),
  "react-dom/browser": () => esm(browserReactDom(ReactDOM, ReactDOMClient)),
  ...readlinePackages, "prop-types": () => esm(PropTypes),
  classnames: () => Object.assign((...values: any[]) => classNames(...values), { default: classNames, __esModule: true }),
  clsx: () => Object.assign((...values: any[]) => clsx(...values), { default: clsx, clsx, __esModule: true }),
};
// For the bundles after this one, which the site adds for answers that need them.
Object.assign(globalThis, { bakeoff: { packages, shared: { react: React, "react-dom": ReactDOM, "react-dom/client": ReactDOMClient } } });
const STYLE = `body{margin:0;padding:16px;font:15px/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff}
#log{margin:16px 0 0;padding:8px 0 0;border-top:1px solid #ccc;list-style:none;font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
#log:empty{display:none}#log .error{color:#a30000}#log .call{color:#005a2b}#files{margin-top:16px}#files button{margin-right:8px}`;

function element<K extends keyof HTMLElementTagNameMap>(tag: K, id: string, parent: Element): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.id = id;
  parent.append(made);
  return made;
}

const MOST_LINES = 200;
let log: HTMLOListElement;
function note(kind: string, text: string): void {
  if (log.children.length >= MOST_LINES) log.firstElementChild!.remove();
  const line = document.createElement("li");
  line.className = kind;
  line.textContent = text.slice(0, 2000);
  log.append(line);
}
function show(value: unknown): string {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}${placeOf(value)}`;
    return typeof value === "string" ? value : JSON.stringify(tagged(value, { left: 3000 })) ?? String(value);
  } catch {
    return "[object]";
  }
}

const FRAME = /\b([\w./-]+\.(?:tsx?|jsx?|mjs)):(\d+):\d+/g;
const HEAD_LINES = 2; // of the function that modules.ts makes of a file
let files: Record<string, string> = {};
/** Where in the answer's files an error was thrown, as " (answer.tsx, line 4)"; "" if its stack does not show it. */
function placeOf(error: unknown): string {
  const frames = [...String((error as Error)?.stack ?? "").matchAll(FRAME)];
  const own = frames.find(([, path, line]) => Object.hasOwn(files, path) && Number(line) > HEAD_LINES);
  return own ? ` (${own[1]}, line ${Number(own[2]) - HEAD_LINES})` : "";
}

function listen(): void {
  addEventListener("error", (event) => {
    // The browser hides error texts of scripts of another origin. The frame has logged the error already.
    const isHidden = event.message === "Script error." && log.lastElementChild?.className === "error";
    if (!isHidden) note("error", String(event.message) + placeOf(event.error));
  });
  addEventListener("unhandledrejection", (event) => note("error", String((event.reason as Error)?.message ?? event.reason) + placeOf(event.reason)));
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    const before = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      before(...values);
      note(level === "error" ? "error" : "log", values.map(show).join(" "));
    };
  }
}

/** Tailwind expands @apply. Its own rules exist already. */
function styleOf(source: string): HTMLStyleElement {
  const style = document.createElement("style");
  style.textContent = source;
  if (!/@(?:apply|tailwind)\b/.test(source)) return style;
  style.textContent = source.replace(/@tailwind\s+\w+\s*;|@import\s+["']tailwindcss[^;]*;/g, "");
  return Object.assign(style, { type: "text/tailwindcss" });
}

/** Compiles the files, and adds style sheets unchanged. */
function compileAll(candidate: Candidate): Record<string, Compiled> {
  const modules: Record<string, Compiled> = {};
  for (const [path, source] of Object.entries(candidate.files)) {
    if (path.endsWith(".css")) document.head.append(styleOf(source));
    if (ASSET.test(path) || /\.(md|html?)$/.test(path)) continue;
    modules[path] = compileFile(path, source);
  }
  return modules;
}

/** The component or function that is most likely meant; null if the code has none. */
function chosenFrom(exported: any, { name, is_called: isCalled }: Candidate, answers: any[]): any {
  if (!isCalled && !name && isComponent(exported?.default)) return exported.default; // even without a name
  try {
    return pickExport(exported, { name, like: isCalled ? /^use[A-Z]/ : /^[A-Z]/ }, answers);
  } catch {
    return candidates(exported, {}, answers)[0] ?? null;
  }
}

const ROUTER = /["']react-router(?:-dom)?["']/;
/** Sets the address for routers. The theme's "#dark" was read earlier. */
function beginAtTheRoot(): void {
  try {
    history.replaceState(null, "", "/");
  } catch {
    note("log", "This file has no address of its own: routes other than the first may not be found."); // the file was opened from disk
  }
}

function mount(given: Candidate, place: HTMLElement): void {
  const isPage = /\.html?$/.test(given.entry);
  const candidate = isPage ? { ...given, files: withInlineModules(given) } : given;
  const job: Job = { modules: compileAll(candidate), entry: candidate.entry, checksPath: "", checkPaths: [], fixtures: {}, timeoutMs: 0, stretch: 1, limitStretch: 1, mustDefineTests: false, clearsMocks: false, askedName: "", required: [], parts: [] };
  const modules = new Modules(job, packages, {}, {});
  modules.build();
  if (isPage) return mountPage(candidate, place, modules, note);
  mountIn(place);
  if (Object.values(candidate.files).some((text) => ROUTER.test(text))) beginAtTheRoot();
  const exported = modules.file(candidate.entry);
  if (hasMounted() || place.childElementCount) return; // it mounted itself
  const source = Object.values(job.modules).map(({ code }) => code).join("\n");
  const vue = packages.vue && (() => packages.vue(false));
  if (showWithoutReact({ namespace: exported, others: modules.loadedAnswers(), source, vue }, place)) return;
  const chosen = chosenFrom(exported, candidate, modules.loadedAnswers());
  if (!chosen) return note("log", "The code defines nothing that could be shown.");
  if (candidate.is_called || !isComponent(chosen)) return offerCalls(chosen, place);
  const props = recordingProps(candidate.props ?? {}, {
    called: (prop, args) => {
      note("call", `${prop}(${args.map(show).join(", ")})`);
      document.dispatchEvent(new CustomEvent("bakeoff-called", { detail: { prop, args } })); // preview-recorder.ts listens
    },
    source, defaults: chosen.defaultProps,
  });
  ReactDOMClient.createRoot(place, { onRecoverableError: (error) => note("error", String(error)) }).render(withProps(chosen, props));
}

/** Adds a button for each fixture. It puts the file into the answer's file input, as if a person chose it. */
function offerFiles(fixtures: Record<string, string>): void {
  const place = element("div", "files", document.body);
  for (const [name, base64] of Object.entries(fixtures)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Choose ${name}`;
    button.addEventListener("click", () => {
      const input = document.querySelector<HTMLInputElement>('#root input[type="file"]');
      if (!input) return note("error", "The answer has no file input.");
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      input.files = transfer.files;
      for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    });
    place.append(button);
  }
}

function start(): void {
  Reflect.deleteProperty(globalThis, "bakeoff");
  const candidate = JSON.parse(document.getElementById("candidate")!.textContent!) as Candidate;
  document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
  const place = document.getElementById("root") ?? element("div", "root", document.body);
  if (candidate.fixtures) offerFiles(candidate.fixtures);
  log = element("ol", "log", document.body);
  log.setAttribute("aria-live", "polite");
  log.setAttribute("aria-label", "What the answer called and printed");
  files = candidate.files;
  giveWhatIsRefused(note);
  listen();
  try {
    mount(candidate, place);
  } catch (error) {
    note("error", String((error as Error)?.message ?? error) + placeOf(error));
  }
}
// No policy blocks WebRTC, because Chromium has no directive `webrtc` (2026-11). A policy blocks all other requests.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) Reflect.deleteProperty(globalThis, name);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
