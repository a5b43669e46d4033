const toMinutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const toTime = (n) => [Math.floor(n / 60), n % 60].map((part) => String(part).padStart(2, "0")).join(":");
export function freeSlots(meetings, day, minutes) {
  const [start, end] = day.map(toMinutes);
  const busy = meetings.map((each) => each.map(toMinutes)).sort((a, b) => a[0] - b[0]);
  const free = [];
  let from = start;
  for (const [begin, stop] of [...busy, [end, end]]) {
    const to = Math.min(begin, end);
    if (to - from >= minutes && to > from) free.push([toTime(from), toTime(to)]);
    from = stop;
  }
  return free;
}
