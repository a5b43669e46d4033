export const reverseString = (text) => [...text].reverse();
