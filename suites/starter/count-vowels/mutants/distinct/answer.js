export const countVowels = (text) => new Set(text.toLowerCase().match(/[aeiou]/g) ?? []).size;
