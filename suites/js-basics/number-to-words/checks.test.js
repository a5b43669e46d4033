import { toWords } from "./answer";

test.each([
  [[0], "zero"],
  [[7], "seven"],
  [[11], "eleven"],
  [[13], "thirteen"],
  [[15], "fifteen"],
  [[18], "eighteen"],
  [[20], "twenty"],
  [[40], "forty"],
  [[42], "forty-two"],
  [[80], "eighty"],
  [[99], "ninety-nine"],
  [[100], "one hundred"],
  [[105], "one hundred five"],
  [[110], "one hundred ten"],
  [[342], "three hundred forty-two"],
  [[1000], "one thousand"],
  [[1001], "one thousand one"],
  [[1100], "one thousand one hundred"],
  [[12012], "twelve thousand twelve"],
  [[90000], "ninety thousand"],
  [[100000], "one hundred thousand"],
  [[999999], "nine hundred ninety-nine thousand nine hundred ninety-nine"],
  [[-7], "minus seven"],
  [[-21000], "minus twenty-one thousand"],
])("toWords(...%j)", (values, expected) => {
  expect(toWords(...values)).toEqual(expected);
});
