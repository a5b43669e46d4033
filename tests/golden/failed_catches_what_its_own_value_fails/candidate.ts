export function persist(job: (given: number) => number): number {
  for (let given = 0; ; given++) {
    try {
      return job(given);
    } catch {
      // the next one
    }
  }
}
