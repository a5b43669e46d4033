import { secretidentities } from "./answer";

// A Map is an object that maps too.
function nameOf(hero) {
  const names = secretidentities();
  return names instanceof Map ? names.get(hero) : names[hero];
}

test("secretidentities()[\"Superman\"]", () => {
  expect(["Clark Kent", "Kal-El"]).toContainEqual(nameOf("Superman"));
});
test("secretidentities()[\"Batman\"]", () => {
  expect(nameOf("Batman")).toEqual("Bruce Wayne");
});
test("secretidentities()[\"Spider-Man\"]", () => {
  expect(nameOf("Spider-Man")).toEqual("Peter Parker");
});
