import { add } from "./candidate";

test("tells the sum", () => {
  (add as any)(2, 3, (sum: number) => { expect(sum).toBe(5); });
});
