/**
 * Names that a check file means the realm's own by. An answer that declares one of them at its top does not hand it to the checks, unless
 * the task asks for it: `const Math = …` would else be what the checks reckon with.
 */
import { hasOwn, namesOf } from "./primordials";

const LANGUAGE = "globalThis Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent escape "
  + "unescape Object Function Array Number Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError "
  + "TypeError URIError JSON Math Intl Temporal ArrayBuffer SharedArrayBuffer Atomics DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef "
  + "FinalizationRegistry Proxy Reflect WebAssembly Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array "
  + "Float32Array Float64Array BigInt64Array BigUint64Array";
// What Node has besides; the checks of the function lane are written for it.
const NODE = "console process global Buffer setTimeout clearTimeout setInterval clearInterval setImmediate clearImmediate queueMicrotask structuredClone "
  + "performance fetch crypto atob btoa URL URLSearchParams TextEncoder TextDecoder AbortController AbortSignal Event EventTarget CustomEvent Blob File "
  + "FormData Headers Request Response MessageChannel MessagePort BroadcastChannel DOMException";
// Words that a window happens to have, and that no check means it by.
const WINDOW = "name status find stop print open close closed top parent length event origin scroll focus blur frames opener external screenX screenY "
  + "scrollX scrollY moveTo moveBy resizeTo resizeBy toolbar menubar personalbar statusbar locationbar scrollbars";

const inNode = namesOf(`${LANGUAGE} ${NODE}`);
const ofWindow = namesOf(WINDOW);
/** The language's own, which nobody but a check may replace. */
export const language: readonly string[] = LANGUAGE.split(" ");

/** Whether a check of the function lane means the realm's own by this name. */
export const isOfNode = (name: string): boolean => inNode[name] === true;
/** Whether a check of the page lane does. Asked before a candidate runs. */
export const isOfPage = (name: string): boolean => isOfNode(name) || (!ofWindow[name] && isGlobal(name));

/** Runs before a candidate. */
function isGlobal(name: string): boolean {
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) if (hasOwn(owner, name)) return true;
  return false;
}
