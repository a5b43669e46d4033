export async function runPool(jobs, limit) {
  const queue = jobs.entries();
  const results = [];
  let failure = null;
  const worker = async () => {
    for (const [index, job] of queue) {
      results[index] = await job();
      if (failure) return;
    }
  };
  const workers = Array.from({ length: limit }, () => worker().catch((error) => { failure ??= { error }; queue.return?.(); for (const _ of queue); throw error; }));
  await Promise.all(workers);
  return results;
}
