/** user-event as it was until version 13, for checks that ask for it: its actions are over at once, nothing waits for time. */
import * as userEvent from "user-event-13";

const found = userEvent as any; // CommonJS, wrapped once more than its typings say
const module = { ...found, default: found.default.default ?? found.default, __esModule: true };
Object.freeze(module.default);
(globalThis as any).bakeoff.packages["@testing-library/user-event"] = () => module;
