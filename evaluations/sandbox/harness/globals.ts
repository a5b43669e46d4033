/**
 * Names that mean the realm's own globals in a check file. If an answer declares one of them at its top level, the checks do not get it,
 * unless the task asks for it. Otherwise the checks would compute with the answer's `const Math = …`.
 */
import { hasOwn, namesOf } from "./primordials";

const LANGUAGE = "globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent escape "
  + "unescape Object Function Array Number Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError "
  + "TypeError URIError JSON Math Intl Temporal ArrayBuffer SharedArrayBuffer Atomics DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef "
  + "FinalizationRegistry Proxy Reflect WebAssembly Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array "
  + "Float32Array Float64Array BigInt64Array BigUint64Array";
// Node's additional globals, because checks of the function lane are written for Node.
const NODE = "console process global Buffer setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask structuredClone "
  + "performance fetch crypto atob btoa URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Event EventTarget CustomEvent Blob File "
  + "FormData Headers Request Response MessageChannel MessagePort BroadcastChannel DOMException";
// Properties of a window by which no check means the window's own.
const WINDOW = "name status find stop print open close closed top parent length event origin scroll focus blur frames opener external screenX screenY "
  + "scrollX scrollY moveTo moveBy resizeTo resizeBy toolbar menubar personalbar statusbar locationbar scrollbars";

const inNode = namesOf(`${LANGUAGE} ${NODE}`);
const ofWindow = namesOf(WINDOW);
/** The language's built-ins, which only a check may replace. */
export const language: readonly string[] = LANGUAGE.split(" ");

/** Globals of time, which fake timers replace. */
export const timed: readonly string[] = [
  "setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "cancelAnimationFrame", "requestIdleCallback", "cancelIdleCallback", "Date",
];

/** Whether this name means the realm's own in a check of the function lane. */
export const isOfNode = (name: string): boolean => inNode[name] === true;
/** The same for the page lane. Called before a candidate runs. */
export const isOfPage = (name: string): boolean => isOfNode(name) || (!ofWindow[name] && isGlobal(name));

/** Runs before a candidate. */
function isGlobal(name: string): boolean {
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) if (hasOwn(owner, name)) return true;
  return false;
}
