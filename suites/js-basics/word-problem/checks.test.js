import { solve } from "./answer";

test.each([
  [["What is 5?"], 5],
  [["What is 0?"], 0],
  [["What is -123?"], -123],
  [["What is 1 plus 1?"], 2],
  [["What is 53 plus 2?"], 55],
  [["What is -1 plus -10?"], -11],
  [["What is 4 minus -12?"], 16],
  [["What is -3 multiplied by 25?"], -75],
  [["What is 33 divided by -3?"], -11],
  [["What is 1 divided by 4?"], 0.25],
  [["What is 3 plus 2 multiplied by 3?"], 15],
  [["What is 20 minus 4 minus 13?"], 3],
  [["What is 2 multiplied by -2 multiplied by 3?"], -12],
  [["What is -12 divided by 2 divided by -3?"], 2],
  [["What is 2 raised to the power of 5?"], 32],
  [["What is 2 raised to the power of 5th plus 1?"], 33],
  [["What is 3 raised to the power of 2nd?"], 9],
  [["What is 1 plus 1 raised to the power of 3rd minus 8?"], 0],
  [["What is 2 raised to the power of 3 raised to the power of 2?"], 64],
  [["What is 123456 plus 345678?"], 469134],
])("solve(...%j)", (values, expected) => {
  expect(solve(...values)).toEqual(expected);
});

test.each([
  ["What is?"]
  ,["What is 52 cubed?"]
  ,["Who is the President?"]
  ,["What is 1 plus?"]
  ,["What is 1 plus plus 2?"]
  ,["What is 1 plus 2 1?"]
  ,["What is 1 2 plus?"]
  ,["What is plus 1 2?"]
  ,["What is 5"]
  ,["what is 5?"]
  ,["What is 5? "]
  ,["What is  5?"]
  ,["What is 1 plus  2?"]
  ,["What is 1.5 plus 2?"]
  ,["What is 1 plus 2th?"]
  ,["What is 5 multiplied 2?"]
  ,["What is 1 Plus 2?"]
  ,["What is 7?\n"]
])("solve(...%j) throws", (...values) => {
  expect(() => solve(...values)).toThrow(SyntaxError);
});

test.each([
  ["What is 1 divided by 0?"]
  ,["What is 4 plus 2 divided by 0 plus 1?"]
])("solve(...%j) throws", (...values) => {
  expect(() => solve(...values)).toThrow(RangeError);
});
