import { slugify, uniqueSlug } from "./slugify";

describe("change", () => {
  test("cuts between words", () => {
    expect(slugify("The quick brown fox", { maxLength: 12 })).toBe("the-quick");
    expect(slugify("The quick brown fox", { maxLength: 10 })).toBe("the-quick");
    expect(slugify("The quick brown fox", { maxLength: 9 })).toBe("the-quick");
    expect(slugify("The quick brown fox", { maxLength: 8 })).toBe("the");
  });
  test("cuts a first word that is too long", () => expect(slugify("Incomprehensible words", { maxLength: 5 })).toBe("incom"));
  test("does not cut what fits", () => expect(slugify("The quick", { maxLength: 9 })).toBe("the-quick"));
});

describe("kept", () => {
  test("slugs", () => {
    expect(slugify("  Crème brûlée! ")).toBe("creme-brulee");
    expect(slugify("A & B -- C")).toBe("a-b-c");
    expect(slugify("")).toBe("");
    expect(slugify("x".repeat(300))).toHaveLength(300);
    expect(slugify("The quick", {})).toBe("the-quick");
  });
  test("unique slugs", () => {
    expect(uniqueSlug("New Post", [])).toBe("new-post");
    expect(uniqueSlug("New Post", ["new-post"])).toBe("new-post-2");
    expect(uniqueSlug("New Post", ["new-post", "new-post-2"])).toBe("new-post-3");
  });
});
