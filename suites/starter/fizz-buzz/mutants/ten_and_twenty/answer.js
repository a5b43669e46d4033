export const fizzBuzz = (n) =>
  Array.from({ length: n }, (_, i) => {
    const k = i + 1;
    return (k % 3 ? "" : "Fizz") + (k % 10 === 5 ? "Buzz" : "") || String(k);
  });
