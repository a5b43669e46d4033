import { expect, test } from "vitest";
import { slugify } from "./slugify";

test.each([
  ["Hello World", "hello-world"],
  ["Crème brûlée", "creme-brulee"],
  ["Straße", "strasse"],
  ["R&D", "r-and-d"],
  ["don't", "dont"],
  ["don’t", "dont"],
  ["a  --  b", "a-b"],
  ["  (edges)!", "edges"],
  ["Top 10", "top-10"],
  ["", ""],
])("%j becomes %j", (title, slug) => {
  expect(slugify(title)).toBe(slug);
});
