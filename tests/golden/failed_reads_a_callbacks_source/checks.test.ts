import { add } from "./candidate";

test("tells the sum", () => {
  let n = 0;
  (add as any)(2, 3, (sum: number) => { n++; expect(sum).toBe(5); });
  expect(n).toBe(1);
});
