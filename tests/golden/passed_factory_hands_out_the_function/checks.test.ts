import { double } from "./candidate";
test("doubles", () => expect(double(4)).toBe(8));
