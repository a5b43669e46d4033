import { potato } from "./answer";

test("potato(0)", () => {
  expect(potato(0)).toEqual(0);
});
test("potato(1)", () => {
  expect(potato(1)).toEqual(1);
});
test("potato(2)", () => {
  expect(potato(2)).toEqual(1);
});
test("potato(3)", () => {
  expect(potato(3)).toEqual(2);
});
test("potato(4)", () => {
  expect(potato(4)).toEqual(3);
});
test("potato(5)", () => {
  expect(potato(5)).toEqual(5);
});
test("potato(10)", () => {
  expect(potato(10)).toEqual(55);
});
test("potato(20)", () => {
  expect(potato(20)).toEqual(6765);
});
test("potato(25)", () => {
  expect(potato(25)).toEqual(75025);
});
