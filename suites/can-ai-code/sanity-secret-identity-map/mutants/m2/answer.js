export const secretidentities = () => ({ Superman: "Lex Luthor", Batman: "Bruce Wayne", "Spider-Man": "Peter Parker" });
