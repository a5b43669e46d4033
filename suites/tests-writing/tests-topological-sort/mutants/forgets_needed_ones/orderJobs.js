export function orderJobs(needs) {
  const names = new Set(Object.keys(needs));
  const open = [...names].sort((a, b) => (a < b ? -1 : 1));
  const done = new Set();
  while (open.length) {
    const next = open.findIndex((name) => (Object.hasOwn(needs, name) ? needs[name] : []).every((needed) => done.has(needed)));
    if (next < 0) return null;
    done.add(open.splice(next, 1)[0]);
  }
  return [...done];
}
