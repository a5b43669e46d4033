import { fizzBuzz } from "./answer";


test("the first five", () => {
  expect(fizzBuzz(5)).toEqual(["1", "2", "Fizz", "4", "Buzz"]);
});
test("fifteen ends with FizzBuzz", () => {
  expect(fizzBuzz(15)).toHaveLength(15);
  expect(fizzBuzz(15)[14]).toBe("FizzBuzz");
});
test("nothing for 0", () => {
  expect(fizzBuzz(0)).toEqual([]);
});
