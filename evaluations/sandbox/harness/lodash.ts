/** lodash, whole and by function: `lodash`, `lodash/debounce`. */
import lodash from "lodash";

/** A function in a form for both kinds of import. */
const both = (body: object): any => new Proxy(body, { get: (target, key) => (key === "default" ? body : key === "__esModule" ? true : Reflect.get(target, key)) });
export const lodashPackages: Record<string, () => unknown> = { lodash: () => both(lodash) };
for (const name of Object.keys(lodash)) if (name !== "VERSION") lodashPackages[`lodash/${name}`] = () => both((lodash as any)[name]);
