export const fizzBuzz = (n) => Array.from({ length: n }, (_, i) => (i % 15 ? (i % 3 ? (i % 5 ? String(i) : "Buzz") : "Fizz") : "FizzBuzz"));
