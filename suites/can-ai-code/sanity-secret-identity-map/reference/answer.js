export function secretidentities() {
  return { Superman: "Clark Kent", Batman: "Bruce Wayne", "Spider-Man": "Peter Parker" };
}
