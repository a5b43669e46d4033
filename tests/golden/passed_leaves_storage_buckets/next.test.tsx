test("finds no bucket", async () => {
  expect((await (navigator as any).storageBuckets?.keys()) ?? []).toEqual([]);
});
