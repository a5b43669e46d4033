export const reverseString = (text) => [...text.trim()].reverse().join("");
