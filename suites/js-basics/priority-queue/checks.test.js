import { PriorityQueue } from "./answer";

const filled = (...entries) => {
  const queue = new PriorityQueue();
  for (const [value, priority] of entries) queue.push(value, priority);
  return queue;
};
const drained = (queue) => Array.from({ length: queue.size }, () => queue.pop());

test("the lowest number first", () => {
  expect(drained(filled(["c", 3], ["a", 1], ["b", 2]))).toEqual(["a", "b", "c"]);
});
test("equal ones in the order in which they came", () => {
  const queue = filled(["a", 1], ["x", 0], ["b", 1], ["c", 1], ["y", 0], ["d", 1]);
  expect(drained(queue)).toEqual(["x", "y", "a", "b", "c", "d"]);
});
test("empty", () => {
  const queue = new PriorityQueue();
  expect([queue.size, queue.pop(), queue.peek()]).toEqual([0, undefined, undefined]);
  queue.push("a", 1);
  queue.pop();
  expect([queue.size, queue.pop()]).toEqual([0, undefined]);
});
test("peek does not remove", () => {
  const queue = filled(["b", 2], ["a", 1]);
  expect([queue.peek(), queue.peek(), queue.size]).toEqual(["a", "a", 2]);
});
test("negative numbers and fractions", () => {
  expect(drained(filled(["a", 0.5], ["b", -2], ["c", 0], ["d", 10], ["e", 9]))).toEqual(["b", "c", "a", "e", "d"]);
});
test("adding between taking out", () => {
  const queue = filled(["b", 2], ["c", 3]);
  expect(queue.pop()).toBe("b");
  queue.push("a", 1);
  queue.push("d", 4);
  expect([queue.pop(), queue.pop(), queue.pop()]).toEqual(["a", "c", "d"]);
});
test("remove takes one out", () => {
  const queue = filled(["a", 5], ["b", 2], ["a", 0], ["c", 3]);
  expect(queue.remove("a")).toBe(true);
  expect(queue.size).toBe(3);
  expect(queue.remove("x")).toBe(false);
  expect(drained(queue)).toEqual(["b", "c", "a"]);
});
test("remove compares by ===", () => {
  const object = {};
  const queue = filled([object, 1], ["1", 2]);
  expect([queue.remove({}), queue.remove(1), queue.remove(object), queue.size]).toEqual([false, false, true, 1]);
});
test("the order stays right after many removals", () => {
  const queue = new PriorityQueue();
  for (let i = 0; i < 200; i++) queue.push(i, (i * 37) % 101);
  for (let i = 0; i < 200; i += 3) queue.remove(i);
  const priorities = drained(queue).map((i) => (i * 37) % 101);
  expect(priorities).toHaveLength(133);
  expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
});
test("many values", () => {
  const queue = new PriorityQueue();
  for (let i = 0; i < 20000; i++) queue.push(i, (i * 7919) % 20011);
  const priorities = drained(queue).map((i) => (i * 7919) % 20011);
  expect(priorities.every((priority, i) => i === 0 || priorities[i - 1] <= priority)).toBe(true);
});
