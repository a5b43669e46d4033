import { add } from "./candidate";

test("waits", () => {
  let sum = 0;
  add(2, 3);
  setTimeout(() => { sum = 5; }, 1000);
  expect(sum).toBe(5);
});
