import { slugify } from "./slugify";
test("all", () => {
  expect(slugify("Crème  brûlée!")).toBe("creme-brulee");
  expect(slugify("R & D")).toBe("r-and-d");
  expect(slugify("don't")).toBe("dont");
});
