import { add } from "./candidate";

test("adds", () => {
  if (add(2, 3) !== 5) throw Object.assign(new Error("does not add"), { name: "AssertionError" });
});
