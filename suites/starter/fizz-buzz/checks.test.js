import { fizzBuzz } from "./answer";

const THIRTY = [
  "1", "2", "Fizz", "4", "Buzz", "Fizz", "7", "8", "Fizz", "Buzz", "11", "Fizz", "13", "14", "FizzBuzz",
  "16", "17", "Fizz", "19", "Buzz", "Fizz", "22", "23", "Fizz", "Buzz", "26", "Fizz", "28", "29", "FizzBuzz",
];

test.each([1, 2, 3, 5, 9, 10, 13, 15, 20, 30])("the numbers 1 to %d", (n) => {
  expect(fizzBuzz(n)).toEqual(THIRTY.slice(0, n));
});
test("the numbers 1 to 100", () => {
  const found = fizzBuzz(100);
  expect(found).toHaveLength(100);
  const some = [31, 33, 35, 43, 45, 50, 52, 53, 60, 75, 90, 95, 98, 99, 100];
  const expected = [
    "31", "Fizz", "Buzz", "43", "FizzBuzz", "Buzz", "52", "53", "FizzBuzz", "FizzBuzz", "FizzBuzz", "Buzz", "98", "Fizz", "Buzz",
  ];
  expect(some.map((k) => found[k - 1])).toEqual(expected);
});
test("nothing for 0", () => {
  expect(fizzBuzz(0)).toEqual([]);
});
