export async function runPool(jobs, limit) {
  const out = [];
  for (let i = 0; i < jobs.length; i += limit) out.push(...(await Promise.all(jobs.slice(i, i + limit).map((j) => j()))));
  return out;
}
