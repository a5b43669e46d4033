export const countVowels = (text) => (text.match(/[aeiou]/g) ?? []).length;
