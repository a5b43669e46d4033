import { describe, it, expect } from "vitest";
import { slugify } from "./slugify.js";

describe("slugify", () => {
  it("lowercases", () => expect(slugify("ABC")).toEqual("abc"));
  it("strips accents", () => expect(slugify("Ünïcödé")).toEqual("unicode"));
  it("expands &", () => expect(slugify("Tom&Jerry")).toEqual("tom-and-jerry"));
  it("drops apostrophes", () => expect(slugify("Rock 'n’ Roll, don't")).toEqual("rock-n-roll-dont"));
  it("collapses separators", () => expect(slugify("a, b... c")).toEqual("a-b-c"));
  it("trims", () => expect(slugify("--a--")).toEqual("a"));
  it("trims the end", () => expect(slugify("What?")).toEqual("what"));
});
