test("finds nothing of the one before", async () => {
  expect(localStorage.length).toBe(0);
  expect(sessionStorage.length).toBe(0);
  expect(document.cookie).toBe("");
  expect(window.name).toBe("");
  expect(location.hash).toBe("");
  expect(history.state).toBe(null);
  expect("left" in globalThis).toBe(false);
  expect((await indexedDB.databases()).length).toBe(0);
  expect(typeof caches === "undefined" ? [] : await caches.keys()).toEqual([]);
  const names: string[] = [];
  try {
    for await (const name of (await navigator.storage.getDirectory() as any).keys()) names.push(name);
  } catch { /* not there is as good */ }
  expect(names).toEqual([]);
});
