export default async function retry(job, times, waitMs) {
  let last;
  let wait = 0;
  for (const attempt of Array.from({ length: times }, (_, i) => i + 1)) {
    if (attempt > 1) await new Promise((r) => { setTimeout(r, wait); });
    wait = wait ? wait * 2 : waitMs;
    try { return await job(attempt); } catch (error) { last = error; }
  }
  throw last;
}
