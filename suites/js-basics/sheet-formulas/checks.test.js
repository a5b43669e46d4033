import { computeSheet } from "./answer";

/** The value of A1 in a sheet. */
const first = (formula, more = {}) => computeSheet({ A1: formula, ...more }).A1;

test.each([
  ["3", 3],
  ["-0.5", -0.5],
  ["12.375", 12.375],
  ["text", "text"],
  ["", ""],
  ["1e3", "1e3"],
  ["=1+2*3", 7],
  ["=(1+2)*3", 9],
  ["=10-4-3", 3],
  ["=16/4/2", 2],
  ["=-2*3", -6],
  ["=2*-3", -6],
  ["=-(1+2)", -3],
  ["= 1 + 2 ", 3],
  ["=0.5*4", 2],
  ["=0.125*8", 1],
  ["=Z9+1", 1],
  ["=1+Z99", 1],
  ["=5-0", 5],
  ["=5*0", 0],
])("%j", (text, expected) => {
  expect(first(text)).toBe(expected);
});
test("references, in any order of the cells", () => {
  expect(computeSheet({ A1: "=B1+1", B1: "=C1*2", C1: "5", D1: "=A1" })).toEqual({ A1: 11, B1: 10, C1: 5, D1: 11 });
});
test("a reference alone may be a text", () => {
  expect(first("=B1", { B1: "hello" })).toBe("hello");
  expect(first("=B12", { B1: "no", B12: "hello" })).toBe("hello");
});
test("functions of ranges", () => {
  const sheet = { B1: "1", B2: "2", B3: "text", C1: "10", C3: "=B1+5" };
  expect(first("=SUM(B1:C3)", sheet)).toBe(19);
  expect(first("=COUNT(B1:C3)", sheet)).toBe(4);
  expect(first("=MIN(B1:C3)", sheet)).toBe(1);
  expect(first("=MAX(B1:C3)", sheet)).toBe(10);
  expect(first("=SUM(C3:B1)*2", sheet)).toBe(38);
  expect(first("=SUM  (  B1 :  C3  )", sheet)).toBe(19);
  expect(first("=SUM (B1:C3)", sheet)).toBe(19);
  expect(first("=SUM(B3:C1)", sheet)).toBe(19);
  expect(first("=SUM(B1:B1)+MAX(C1:C3)", sheet)).toBe(11);
});
test("empty ranges are 0", () => {
  expect(["SUM", "COUNT", "MIN", "MAX"].map((name) => first(`=${name}(D1:E5)`))).toEqual([0, 0, 0, 0]);
  expect(first("=MAX(B1:B3)", { B2: "-5" })).toBe(-5);
  expect(first("=MIN(B1:B3)", { B2: "5" })).toBe(5);
});
test("division by zero", () => {
  expect(first("=1/0")).toBe("#DIV/0!");
  expect(first("=1/B1")).toBe("#DIV/0!");
  expect(computeSheet({ A1: "=1/0", B1: "=A1+1", C1: "=SUM(A1:B1)" })).toEqual({ A1: "#DIV/0!", B1: "#DIV/0!", C1: "#DIV/0!" });
});
test("reckoning with a text", () => {
  expect(first("=B1+1", { B1: "x" })).toBe("#VALUE!");
  expect(first("=-B1", { B1: "x" })).toBe("#VALUE!");
});
test("the first error counts", () => {
  expect(first("=B1+C1", { B1: "=1/0", C1: "=D1+1", D1: "x" })).toBe("#DIV/0!");
  expect(first("=C1+B1", { B1: "=1/0", C1: "=D1+1", D1: "x" })).toBe("#VALUE!");
});
test.each(["=", "=1+", "=*2", "=(1", "=1)", "=1 2", "=A0", "=A100", "=AA1", "=a1", "=SUM(A2)", "=SUM()", "=AVG(A2:A3)", "=XSUM(A2:A3)", "=SUM(B1,B2)", "=B1:B2", "=1..5", "=SUM(B1:B2", "=B1B2", "=2(3)", "=+1"])("%j", (formula) => {
  expect(first(formula)).toBe("#SYNTAX!");
});
test("cycles", () => {
  expect(computeSheet({ A1: "=A1" })).toEqual({ A1: "#CYCLE!" });
  expect(computeSheet({ A1: "=B1+1", B1: "=C1", C1: "=A1", D1: "=A1*2", E1: "4" })).toEqual({ A1: "#CYCLE!", B1: "#CYCLE!", C1: "#CYCLE!", D1: "#CYCLE!", E1: 4 });
  expect(computeSheet({ A1: "=SUM(A1:A3)", A2: "1", A3: "2" })).toEqual({ A1: "#CYCLE!", A2: 1, A3: 2 });
});
test("a cell asked for twice is no cycle", () => {
  expect(computeSheet({ A1: "=B1+B1+C1", B1: "2", C1: "=B1" }).A1).toBe(6);
});
