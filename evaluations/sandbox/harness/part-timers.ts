/** A part of the frame's script; the core takes it (bundle-parts.ts). */
import * as part from "./timers";
(globalThis as any)["bakeoff:timers"] = part;
