export const fizzBuzz = (n) => Array.from({ length: n }, (_, i) => ((i + 1) % 3 ? ((i + 1) % 5 ? String(i + 1) : "Buzz") : "Fizz"));
