/** mathjs: 0.7 MB, which a frame or page loads only for a case that imports it. */
import * as mathjs from "mathjs";

const module = { ...mathjs, default: mathjs, __esModule: true };
const mathPackages: Record<string, () => unknown> = { mathjs: () => module };
const page = (globalThis as any).bakeoff?.packages;
if (page) Object.assign(page, mathPackages);
else (globalThis as any)["bakeoff:math"] = { mathPackages };
