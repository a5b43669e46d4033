export const reverseString = (text) => [...text.toLowerCase()].reverse().join("");
