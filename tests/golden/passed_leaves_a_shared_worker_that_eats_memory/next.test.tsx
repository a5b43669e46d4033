test("has its memory to itself", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(new Uint8Array(100 << 20).fill(1).length).toBe(100 << 20);
});
