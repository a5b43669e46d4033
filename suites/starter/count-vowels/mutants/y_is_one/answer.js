export const countVowels = (text) => (text.match(/[aeiouy]/gi) ?? []).length;
