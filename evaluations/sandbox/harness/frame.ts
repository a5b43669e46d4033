/** The function lane: a new frame with its own origin for one candidate. The host takes its functions before the candidate runs. */
import { assertPackages, guardAssertBy } from "./assert";
import { isOfNode } from "./globals";
import { lodashPackages } from "./lodash";
import { bringTimers } from "./mocks";
import { nodePackages } from "./node-parts";
import { take } from "./bundle-parts";
import { touched } from "./builtins-guard";
import { noteFailure } from "./caught-failures";
import { laneOf } from "./run";
import { withGlobal } from "./timers";

bringTimers(withGlobal);
guardAssertBy?.(touched, noteFailure);

// APIs that reach outside of the frame. The document's policy also refuses all of them.
const removed = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "indexedDB", "caches", "BroadcastChannel",
  "Worker", "SharedWorker", "Notification", "RTCPeerConnection", "webkitRTCPeerConnection", "webkitRequestFileSystem",
  "webkitResolveLocalFileSystemURL", "cookieStore", "open", "close", "stop", "print", "parent", "opener", "frameElement", "frames", "sharedStorage",
];
for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) for (const name of removed) Reflect.deleteProperty(owner, name);
for (const name of ["storage", "locks", "serviceWorker", "usb", "serial", "hid", "gpu", "connection", "sendBeacon"])
  Reflect.deleteProperty(Object.getPrototypeOf(navigator), name);

(globalThis as any)["bakeoff:run"] = laneOf({ packages: { ...assertPackages, ...nodePackages, ...lodashPackages, ...take("math").mathPackages }, checksModule: () => ({}), beforeTest: () => undefined, afterLoad: () => undefined, isTaken: isOfNode });
