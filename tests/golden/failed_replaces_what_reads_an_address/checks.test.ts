import { add } from "./candidate";

test("writes an address", () => {
  const sum = add(2, 3);
  expect(new URL(`https://x.example/?sum=${sum}`).searchParams.get("sum")).toBe("5");
});
