import { wrapWords } from "./wrapWords";
test("empty", () => expect(wrapWords("", 5)).toEqual([""]));
