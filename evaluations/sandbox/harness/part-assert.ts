/** A part of the frame's script; the core takes it (bundle-parts.ts). */
import * as part from "./assert";
(globalThis as any)["bakeoff:assert"] = part;
