const DAY = 24 * 60 * 60 * 1000;

export function parseDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  return Date.UTC(year, month - 1, day);
}

export function formatDay(time) {
  return new Date(time).toISOString().slice(0, 10);
}

export function daysBetween(from, to) {
  const days = [];
  for (let time = parseDay(from); time < parseDay(to); time += DAY) {
    days.push(formatDay(time));
  }
  days.push(to);
  return days;
}

export function isWeekend(text) {
  const day = new Date(parseDay(text)).getUTCDay();
  return day === 0 || day === 6;
}
