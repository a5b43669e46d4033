export const reverseString = (text) => text.split(" ").reverse().join(" ");
