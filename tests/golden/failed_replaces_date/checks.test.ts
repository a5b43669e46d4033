import { at } from "./candidate";
test("at", () => { expect(at()).toBe(new Date(1000).getTime()); expect(Number(new Date(1000))).toBe(at()); });
