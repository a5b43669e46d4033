import { meaning_of_life } from "./answer";

test("meaning_of_life()", () => {
  expect(meaning_of_life()).toEqual(42);
});
