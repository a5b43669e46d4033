test("finds no service worker", async () => {
  expect(await navigator.serviceWorker?.getRegistrations() ?? []).toEqual([]);
  expect(navigator.serviceWorker?.controller ?? null).toBe(null);
});
