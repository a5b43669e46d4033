export const fizzBuzz = (n) =>
  Array.from({ length: n }, (_, i) => {
    const k = i + 1;
    return (k % 3 === 0 || String(k).includes("3") ? "Fizz" : "") + (k % 5 ? "" : "Buzz") || String(k);
  });
