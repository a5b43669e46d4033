import { add } from "./candidate";
test("adds", () => { expect(add(2, 3)).toBe(5); });
