const script = (address: string): Promise<string> => new Promise((resolve) => {
  const element = document.createElement("script");
  element.src = address;
  element.onload = () => resolve("loaded");
  element.onerror = () => resolve("refused");
  document.head.append(element);
});

test("finds no marked address in the cache", async () => {
  const [{ src }] = document.scripts;
  for (const left of ["?left", "/left", "?"]) expect(await script(src + left)).toBe("refused");
});
