import { parseCsvLine } from "./parseCsvLine";
test("counts", () => {
  expect(parseCsvLine("a,b,c").length).toBe(3);
  expect(parseCsvLine('"a,b",c').length).toBe(2);
  expect(parseCsvLine("").length).toBe(1);
});
