import { secretidentities } from "./answer";

test("secretidentities()[\"Superman\"]", () => {
  expect(["Clark Kent", "Kal-El"]).toContainEqual(secretidentities()["Superman"]);
});
test("secretidentities()[\"Batman\"]", () => {
  expect(secretidentities()["Batman"]).toEqual("Bruce Wayne");
});
test("secretidentities()[\"Spider-Man\"]", () => {
  expect(secretidentities()["Spider-Man"]).toEqual("Peter Parker");
});
