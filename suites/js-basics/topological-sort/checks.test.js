import { orderJobs } from "./answer";

test.each([
  [[{}], []],
  [[{ a: [] }], ["a"]],
  [[{ b: [], a: [] }], ["a", "b"]],
  [[{ a: ["b"], b: [] }], ["b", "a"]],
  [[{ a: ["c"], b: [], c: ["b"] }], ["b", "c", "a"]],
  [[{ shop: ["cash", "list"], cash: ["work"], cook: ["shop"] }], ["list", "work", "cash", "shop", "cook"]],
  [[{ a: ["d"], b: [], c: [], d: [] }], ["b", "c", "d", "a"]],
  [[{ a: [], b: ["a"], c: ["a"], d: ["b", "c"] }], ["a", "b", "c", "d"]],
  [[{ z: [], m: ["z"], b: [], c: ["b"] }], ["b", "c", "z", "m"]],
  [[{ a: ["a"] }], null],
  [[{ a: ["b"], b: ["a"] }], null],
  [[{ a: ["b"], b: ["c"], c: ["a"], d: [] }], null],
  [[{ a: ["b", "b"], b: [] }], ["b", "a"]],
  [[{ a: ["toString"] }], ["toString", "a"]],
  [[{ B: [], a: [] }], ["B", "a"]],
])("orderJobs(...%j)", (values, expected) => {
  expect(orderJobs(...values)).toEqual(expected);
});
