export async function retry(job, times, waitMs) {
  for (let i = 1; ; i++) { try { return await job(i); } catch (e) { if (i === times) throw e; await new Promise((r) => setTimeout(r, waitMs * i)); } }
}
