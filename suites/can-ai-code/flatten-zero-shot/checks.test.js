import { flatten } from "./answer";

test("flatten({\"a\": 1, \"b\": {\"c\": 2}})", () => {
  expect(flatten({"a": 1, "b": {"c": 2}})).toEqual({"a": 1, "b.c": 2});
});
test("flatten({\"a\": 1, \"b\": {\"c\": 2}, \"d\": {\"e\": {\"f\": 7}, \"h\": 0}})", () => {
  expect(flatten({"a": 1, "b": {"c": 2}, "d": {"e": {"f": 7}, "h": 0}})).toEqual({"a": 1, "b.c": 2, "d.e.f": 7, "d.h": 0});
});
test("flatten({\"a\": 1, \"b\": [2, 3, 5]})", () => {
  expect(flatten({"a": 1, "b": [2, 3, 5]})).toEqual({"a": 1, "b.0": 2, "b.1": 3, "b.2": 5});
});
test("flatten({\"a\": 1, \"b\": [[1, 2, 3], 5]})", () => {
  expect(flatten({"a": 1, "b": [[1, 2, 3], 5]})).toEqual({"a": 1, "b.0.0": 1, "b.0.1": 2, "b.0.2": 3, "b.1": 5});
});
test("flatten({})", () => {
  expect(flatten({})).toEqual({});
});
test("flatten({\"name\": \"x\", \"on\": false, \"off\": true, \"n\": 0, \"text\": \"\"})", () => {
  expect(flatten({"name": "x", "on": false, "off": true, "n": 0, "text": ""})).toEqual({"name": "x", "on": false, "off": true, "n": 0, "text": ""});
});
test("flatten({\"a\": null, \"b\": {\"c\": null}})", () => {
  expect(flatten({"a": null, "b": {"c": null}})).toEqual({"a": null, "b.c": null});
});
test("flatten({\"list\": [{\"x\": 1, \"y\": [2]}, \"z\"]})", () => {
  expect(flatten({"list": [{"x": 1, "y": [2]}, "z"]})).toEqual({"list.0.x": 1, "list.0.y.0": 2, "list.1": "z"});
});
test("flatten({\"a\": {\"b\": {\"c\": {\"d\": 4}}}})", () => {
  expect(flatten({"a": {"b": {"c": {"d": 4}}}})).toEqual({"a.b.c.d": 4});
});
