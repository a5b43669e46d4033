export const meaning_of_life = () => console.log(42);
