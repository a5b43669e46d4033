export function addMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const first = new Date(year, month - 1 + months, 1);
  first.setFullYear(year + Math.floor((month - 1 + months) / 12));
  const last = new Date(first);
  last.setMonth(last.getMonth() + 1, 0);
  first.setDate(Math.min(day, last.getDate()));
  return first.toISOString().slice(0, 10);
}
