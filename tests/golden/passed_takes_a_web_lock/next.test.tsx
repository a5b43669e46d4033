test("finds no lock", async () => {
  const state = await navigator.locks?.query();
  expect(state?.held ?? []).toEqual([]);
});
