/** The function lane: a fresh Worker for one candidate. Its answer leaves by a port the candidate cannot name. */
import { assertPackages } from "./assert";
import { laneOf } from "./run";

const removed = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "indexedDB", "caches",
  "BroadcastChannel", "Worker", "SharedWorker", "Notification", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL", "cookieStore", "close",
];
for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) for (const name of removed) Reflect.deleteProperty(owner, name);
for (const name of ["storage", "locks", "serviceWorker", "usb", "serial", "hid", "gpu", "connection"])
  Reflect.deleteProperty(Object.getPrototypeOf(navigator), name);

const start = laneOf({ packages: assertPackages ?? {}, checksModule: () => ({}), beforeTest: () => undefined });
globalThis.addEventListener(
  "message",
  (event: any) => {
    event.stopImmediatePropagation();
    const port = event.ports[0] as MessagePort;
    const send = port.postMessage.bind(port);
    void start(event.data).then((result) => send(result));
  },
  { once: true },
);
