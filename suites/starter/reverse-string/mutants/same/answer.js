export const reverseString = (text) => text;
