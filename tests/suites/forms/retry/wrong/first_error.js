export async function retry(job, times, waitMs) {
  let first;
  for (let i = 1; i <= times; i++) { try { return await job(i); } catch (e) { first ??= e; if (i < times) await new Promise((r) => setTimeout(r, waitMs * 2 ** (i - 1))); } }
  throw first;
}
