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
  for (let i = 0; i < jobs.length; i += limit) Object.assign(results, await Promise.all(jobs.slice(i, i + limit).map((job) => job())).then((batch) => Object.fromEntries(batch.map((value, j) => [i + j, value]))));
  return results;
}
