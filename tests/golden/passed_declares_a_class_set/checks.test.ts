import { distinct } from "./candidate";
test("distinct", () => { expect(new Set(distinct([1, 1, 2])).size).toBe(2); });
