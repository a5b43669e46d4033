export const countVowels = (text) => text.replace(/[aeiou]/gi, "").length;
