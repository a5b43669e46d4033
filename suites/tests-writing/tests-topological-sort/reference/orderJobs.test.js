import { expect, test } from "vitest";
import { orderJobs } from "./orderJobs";

test("each job after all it needs", () => {
  expect(orderJobs({ a: ["c", "b"], b: ["c"], c: [] })).toEqual(["c", "b", "a"]);
  expect(orderJobs({ a: ["b", "z"], b: [], z: ["y"], y: [] })).toEqual(["b", "y", "z", "a"]);
});

test("alphabetical where several could come next", () => {
  expect(orderJobs({ c: [], a: [], b: [] })).toEqual(["a", "b", "c"]);
  expect(orderJobs({ z: [], a: ["z"], m: [] })).toEqual(["m", "z", "a"]);
});

test("jobs that are only named", () => {
  expect(orderJobs({ b: ["a"] })).toEqual(["a", "b"]);
});

test("no order", () => {
  expect(orderJobs({ a: ["b"], b: ["a"], c: [] })).toBeNull();
  expect(orderJobs({ a: ["a"] })).toBeNull();
});

test("no jobs", () => {
  expect(orderJobs({})).toEqual([]);
});
