test("has the usual window", () => {
  expect([innerWidth, innerHeight, outerWidth, outerHeight]).toEqual([1024, 768, 1024, 768]);
  expect([screenX, screenY]).toEqual([0, 0]);
});
