export async function runPool(jobs, limit) {
  const results = new Array(jobs.length);
  let next = 0;
  let hasFailed = false;
  const work = async () => {
    while (next < jobs.length && !hasFailed) {
      const index = next++;
      try {
        results[index] = await jobs[index]();
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: jobs.length }, work));
  return results;
}
