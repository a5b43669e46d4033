import { JobQueue } from "./jobs";

describe("change", () => {
  test("the highest first, of equal ones the oldest", () => {
    const queue = new JobQueue();
    queue.add("a");
    queue.add("b", { priority: 5 });
    queue.add("c", { priority: 10 });
    queue.add("d", { priority: 5 });
    queue.add("e", { priority: -1 });
    queue.add("f", { priority: 0 });
    expect(queue.toArray()).toEqual(["c", "b", "d", "a", "f", "e"]);
    expect(Array.from({ length: 7 }, () => queue.next())).toEqual(["c", "b", "d", "a", "f", "e", undefined]);
  });
  test("a later job of higher priority comes before those that wait", () => {
    const queue = new JobQueue();
    queue.add(1);
    queue.add(2);
    queue.next();
    queue.add(3, { priority: 1 });
    expect([queue.next(), queue.next()]).toEqual([3, 2]);
  });
});

describe("kept", () => {
  test("in the order of adding", () => {
    const queue = new JobQueue();
    expect([queue.add("a"), queue.add("b"), queue.add("c", {})]).toEqual([1, 2, 3]);
    expect([queue.next(), queue.next(), queue.next(), queue.next()]).toEqual(["a", "b", "c", undefined]);
  });
  test("counts what waits and what is done", () => {
    const queue = new JobQueue();
    queue.add("a");
    queue.add(null);
    expect(queue.stats).toEqual({ waiting: 2, done: 0 });
    queue.next();
    expect(queue.next()).toBe(null);
    queue.next();
    expect(queue.stats).toEqual({ waiting: 0, done: 2 });
  });
  test("the list is a copy of the jobs themselves", () => {
    const queue = new JobQueue();
    const job = { name: "a" };
    queue.add(job);
    expect(queue.toArray()[0]).toBe(job);
    queue.toArray().pop();
    expect(queue.toArray()).toEqual([{ name: "a" }]);
    expect(job).toEqual({ name: "a" });
  });
});
