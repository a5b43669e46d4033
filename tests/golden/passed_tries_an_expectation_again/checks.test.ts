import { persist } from "./candidate";

test("tries again while the job fails", async () => {
  let calls = 0;
  const job = async () => {
    calls += 1;
    expect(calls).toBeGreaterThanOrEqual(3);
    return "done";
  };
  expect(await persist(job, 5)).toBe("done");
});
