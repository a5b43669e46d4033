test("is fresh", () => {
  expect("left" in globalThis || "left" in [] || "left" in Math).toBe(false);
});
