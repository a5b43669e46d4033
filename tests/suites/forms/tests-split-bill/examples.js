const { splitBill } = require("./splitBill");
it("thirds", () => expect(splitBill(200, [1, 1, 1])).toEqual([67, 67, 66]));
it("fraction order", () => expect(splitBill(11, [1, 3])).toEqual([3, 8]));
it("fraction order again", () => expect(splitBill(10, [2, 5])).toEqual([3, 7]));
it("the last has the largest fraction", () => expect(splitBill(8, [1, 1, 3])).toEqual([2, 1, 5]));
it("the second", () => expect(splitBill(5, [1, 2])).toEqual([2, 3]));
it("the second, by its fraction", () => expect(splitBill(4, [1, 4])).toEqual([1, 3]));
it("later, larger", () => expect(splitBill(9, [4, 1, 2])).toEqual([5, 1, 3]));
