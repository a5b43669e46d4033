import { parseCsvLine } from "./parseCsvLine";
test("trims", () => expect(parseCsvLine("a, b")).toEqual(["a", "b"]));
