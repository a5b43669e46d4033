import copy, { structuredClone } from "./candidate";
test("its own", () => { expect(structuredClone({ a: 1 })).toEqual({ a: 1 }); expect(copy).toBe(structuredClone); });
