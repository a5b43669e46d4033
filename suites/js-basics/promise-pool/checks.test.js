import { runPool } from "./answer";

const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const deferred = () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
const settle = () => later(20);

/** Jobs that end when the test says so. */
function controlled(count) {
  const ends = Array.from({ length: count }, deferred);
  const started = [];
  return { ends, started, jobs: ends.map((end, i) => () => (started.push(i), end.promise)) };
}

test("results in the order of the jobs", async () => {
  expect(await runPool([() => later(20, "a"), () => later(1, "b"), () => "c"], 2)).toEqual(["a", "b", "c"]);
});
test("no jobs", async () => {
  expect(await runPool([], 3)).toEqual([]);
});
test("starts as many as allowed, the next one when one is done", async () => {
  const { ends, started, jobs } = controlled(4);
  const done = runPool(jobs, 2);
  await settle();
  expect(started).toEqual([0, 1]);
  ends[1].resolve("b");
  await settle();
  expect(started).toEqual([0, 1, 2]);
  ends[2].resolve("c");
  await settle();
  expect(started).toEqual([0, 1, 2, 3]);
  ends[0].resolve("a");
  ends[3].resolve("d");
  expect(await done).toEqual(["a", "b", "c", "d"]);
});
test("a limit above the number of jobs", async () => {
  const { ends, started, jobs } = controlled(2);
  const done = runPool(jobs, 10);
  await settle();
  expect(started).toEqual([0, 1]);
  ends.forEach((end, i) => end.resolve(i));
  expect(await done).toEqual([0, 1]);
});
test("a failure is handed on and starts nothing more", async () => {
  const { ends, started, jobs } = controlled(4);
  const done = runPool(jobs, 2);
  const outcome = done.catch((error) => error.message);
  await settle();
  ends[0].reject(new Error("broken"));
  expect(await outcome).toBe("broken");
  ends[1].resolve();
  await settle();
  expect(started).toEqual([0, 1]);
});
test("a job that throws at once", async () => {
  const fails = () => {
    throw new Error("at once");
  };
  await expect(runPool([fails], 1)).rejects.toThrow("at once");
});
test("undefined is a result", async () => {
  expect(await runPool([async () => undefined, async () => null], 1)).toEqual([undefined, null]);
});
