export async function runPool(jobs, limit) {
  const out = []; let next = 0, failed = false;
  const work = async () => { while (next < jobs.length && !failed) { const job = jobs[next++]; try { out.push(await job()); } catch (e) { failed = true; throw e; } } };
  await Promise.all(Array.from({ length: Math.min(limit, jobs.length) }, work));
  return out;
}
