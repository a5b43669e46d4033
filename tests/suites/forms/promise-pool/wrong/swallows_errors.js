export async function runPool(jobs, limit) {
  const out = []; let next = 0;
  const work = async () => { while (next < jobs.length) { const i = next++; try { out[i] = await jobs[i](); } catch { out[i] = undefined; } } };
  await Promise.all(Array.from({ length: Math.min(limit, jobs.length) }, work));
  return out;
}
