import { flatten } from "./answer";

test("flatten({\"a\": 1, \"b\": {\"c\": 2}})", () => {
  expect(flatten({"a": 1, "b": {"c": 2}})).toMatchObject({"a": 1, "b.c": 2});
});
test("flatten({\"a\": 1, \"b\": {\"c\": 2}, \"d\": {\"e\": {\"f\": 7}, \"h\": 0}})", () => {
  expect(flatten({"a": 1, "b": {"c": 2}, "d": {"e": {"f": 7}, "h": 0}})).toMatchObject({"a": 1, "b.c": 2, "d.e.f": 7, "d.h": 0});
});
test("flatten({\"a\": 1, \"b\": [2, 3, 5]})", () => {
  expect(flatten({"a": 1, "b": [2, 3, 5]})).toMatchObject({"a": 1, "b.0": 2, "b.1": 3, "b.2": 5});
});
test("flatten({\"a\": 1, \"b\": [[1, 2, 3], 5]})", () => {
  expect(flatten({"a": 1, "b": [[1, 2, 3], 5]})).toMatchObject({"a": 1, "b.0.0": 1, "b.0.1": 2, "b.0.2": 3, "b.1": 5});
});
