import { add } from "./candidate";

test("formats", () => {
  const sum = add(2, 3);
  expect(new Intl.NumberFormat("en").format(sum)).toBe("5");
});
