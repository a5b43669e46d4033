export const retry = (job, times, waitMs, attempt = 1) =>
  new Promise((resolve) => resolve(job(attempt))).catch((error) => {
    if (attempt === times) throw error;
    return new Promise((go) => setTimeout(go, waitMs)).then(() => retry(job, times, waitMs * 2, attempt + 1));
  });
