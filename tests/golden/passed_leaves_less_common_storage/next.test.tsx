const g = globalThis as any;
test("finds no storage", async () => {
  expect(await g.cookieStore.getAll()).toEqual([]);
  expect(await navigator.storage.persisted()).toBe(false);
  expect((await navigator.storage.estimate()).usage).toBe(0);
  expect(await indexedDB.databases()).toEqual([]);
  expect(g.sharedStorage).toBe(undefined);
  expect(g.navigator.joinAdInterestGroup).toBe(undefined);
  const names: string[] = await new Promise((resolve) => g.webkitRequestFileSystem(
    0, 1000, (made: any) => made.root.createReader().readEntries((entries: any[]) => resolve(entries.map((entry) => entry.name))), () => resolve([]),
  ));
  expect(names).toEqual([]);
});
test("finds nothing in the window", () => {
  expect([history.length, g.navigation.entries().length, history.scrollRestoration]).toEqual([1, 1, "auto"]);
  expect([speechSynthesis.speaking, speechSynthesis.pending, speechSynthesis.paused]).toEqual([false, false, false]);
  expect(navigator.mediaSession.metadata).toBe(null);
  expect(document.referrer).toBe("");
});
