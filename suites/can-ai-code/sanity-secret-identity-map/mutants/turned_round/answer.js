export const secretidentities = () => ({ "Clark Kent": "Superman", "Bruce Wayne": "Batman", "Peter Parker": "Spider-Man" });
