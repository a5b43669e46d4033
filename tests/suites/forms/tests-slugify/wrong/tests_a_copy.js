function slugify(title) {
  return title.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, "").replaceAll("&", " and ")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
test("all", () => {
  expect(slugify("R&D")).toBe("r-and-d");
  expect(slugify("don't!")).toBe("dont");
  expect(slugify("é  e")).toBe("e-e");
});
