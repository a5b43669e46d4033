/** user-event up to version 13, for checks that import it: its actions end at once and wait for no timers. */
import * as userEvent from "user-event-13";

const imported = userEvent as any; // CommonJS, wrapped once more than in its typings
const module = { ...imported, default: imported.default.default ?? imported.default, __esModule: true };
Object.freeze(module.default);
(globalThis as any).bakeoff.packages["@testing-library/user-event"] = () => module;
