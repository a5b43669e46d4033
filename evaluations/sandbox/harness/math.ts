/** mathjs: 0.7 MB that a frame or a page gets only for a case that imports it. */
import * as mathjs from "mathjs";

const module = { ...mathjs, default: mathjs, __esModule: true };
const mathPackages: Record<string, () => unknown> = { mathjs: () => module };
const page = (globalThis as any).bakeoff?.packages;
if (page) Object.assign(page, mathPackages);
else (globalThis as any)["bakeoff:math"] = { mathPackages };
