const { slugify } = require("./slugify");
test("everything at once", () => {
  expect(slugify(" L'été à Besançon & d’autres   Straßen! ")).toBe("lete-a-besancon-and-dautres-strassen");
  expect(slugify("a&b")).toBe("a-and-b");
});
