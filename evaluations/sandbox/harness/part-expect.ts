/** A part of the frame's script; the core takes it (bundle-parts.ts). */
import * as part from "./expect";
(globalThis as any)["bakeoff:expect"] = part;
