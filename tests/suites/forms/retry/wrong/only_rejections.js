export const retry = (job, times, waitMs, n = 1) => job(n).catch((e) => (n >= times ? Promise.reject(e) : new Promise((r) => setTimeout(r, waitMs)).then(() => retry(job, times, waitMs * 2, n + 1))));
