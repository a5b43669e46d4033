import { expect, test } from "vitest";
import { compareVersions } from "./compareVersions";

const ordered = [
  "1.0.0-1",
  "1.0.0-9",
  "1.0.0-10",
  "1.0.0-alpha",
  "1.0.0-alpha.1",
  "1.0.0-alpha.beta",
  "1.0.0-beta",
  "1.0.0-beta.2",
  "1.0.0-beta.11",
  "1.0.0-rc.1",
  "1.0.0",
  "1.0.2",
  "1.0.10",
  "1.9.0",
  "1.10.0",
  "2.0.0",
  "10.0.0",
];

test("every version against every other", () => {
  ordered.forEach((a, i) => {
    ordered.forEach((b, j) => {
      expect([a, b, compareVersions(a, b)]).toEqual([a, b, Math.sign(i - j)]);
    });
  });
});

test("build data does not count", () => {
  expect(compareVersions("1.0.0+1", "1.0.0+2")).toBe(0);
  expect(compareVersions("1.0.0+build", "1.0.0")).toBe(0);
  expect(compareVersions("1.0.0-a+1", "1.0.0-a")).toBe(0);
});
