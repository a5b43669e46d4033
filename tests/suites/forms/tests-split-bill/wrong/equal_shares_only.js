import { splitBill } from "./splitBill";
test("equal", () => {
  expect(splitBill(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(splitBill(101, [1, 1, 1])).toEqual([34, 34, 33]);
});
