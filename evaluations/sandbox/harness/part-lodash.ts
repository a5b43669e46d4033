/** A part of the frame's script; the core takes it (bundle-parts.ts). */
import * as part from "./lodash";
(globalThis as any)["bakeoff:lodash"] = part;
