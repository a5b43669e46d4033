export function romanToNumber(text) {
  const match = /^(M{0,3})(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/i.exec(text);
  if (!match || !text) return NaN;
  const values = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
  const digits = [...text.toUpperCase()].map((letter) => values[letter]);
  return digits.reduce((sum, value, i) => sum + value, 0);
}
