import { add } from "./candidate";
test("adds", () => { expect(JSON.stringify(add(2, 3))).toBe(JSON.stringify(5)); });
