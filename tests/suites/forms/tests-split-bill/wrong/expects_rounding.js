import { splitBill } from "./splitBill";
test("rounds", () => expect(splitBill(100, [1, 1, 1])).toEqual([33, 33, 33]));
