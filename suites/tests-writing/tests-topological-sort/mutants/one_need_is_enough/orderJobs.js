export function orderJobs(needs) {
  const names = new Set([...Object.keys(needs), ...Object.values(needs).flat()]);
  const open = [...names].sort((a, b) => (a < b ? -1 : 1));
  const done = new Set();
  while (open.length) {
    const next = open.findIndex((name) => !needs[name]?.length || needs[name].some((needed) => done.has(needed)));
    if (next < 0) return null;
    done.add(open.splice(next, 1)[0]);
  }
  return [...done];
}
