import { add } from "./candidate";

test("makes a date", () => {
  const time = add(2, 3);
  expect(new Date(time).getTime()).toBe(5);
});
