/** Uncaught errors. This listener comes first, and reads events with the browser's own getters. */
import { describe } from "./builtins-guard";
import { apply, bare, getOwnPropertyDescriptor } from "./primordials";

type Listener = (event: any) => void;
const listen = EventTarget.prototype.addEventListener;
const { preventDefault } = Event.prototype;
const getter = (type: any, key: string): (() => unknown) => getOwnPropertyDescriptor(type.prototype, key)!.get!;
const errorOf = getter(ErrorEvent, "error");
const messageOf = getter(ErrorEvent, "message");
const reasonOf = getter(PromiseRejectionEvent, "reason");

/** The reason of a rejection, even if a candidate changed the events' prototypes. */
export function hearRejections(heard: (reason: unknown) => void, once = false): void {
  const body: Listener = (event) => heard(apply(reasonOf, event, []));
  apply(listen, globalThis, ["unhandledrejection", body, bare({ once })]);
}

/** Reports each uncaught exception and unhandled rejection as a text. An unreadable one counts too. */
export function hearUncaught(heard: (message: string) => void): void {
  on("error", (event) => apply(errorOf, event, []) ?? apply(messageOf, event, []), heard);
  on("unhandledrejection", (event) => apply(reasonOf, event, []), heard);
}

function on(kind: string, read: (event: any) => unknown, heard: (message: string) => void): void {
  const body: Listener = (event) => {
    heard(textOf(read, event));
    apply(preventDefault, event, []);
  };
  apply(listen, globalThis, [kind, body]);
}

function textOf(read: (event: any) => unknown, event: any): string {
  try {
    return describe(read(event));
  } catch {
    return "an event that cannot be read";
  }
}
