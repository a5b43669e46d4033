import { parseCsvLine } from "./parseCsvLine";
test("all", () => {
  expect(parseCsvLine('"a,b", c ,"d""e"')).toEqual(["a,b", " c ", 'd"e']);
});
