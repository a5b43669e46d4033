export function addMonths(date, months) {
  const first = new Date(date);
  const day = first.getDate();
  first.setDate(1);
  first.setMonth(first.getMonth() + months);
  const last = new Date(first);
  last.setMonth(last.getMonth() + 1, 0);
  const pad = (n, width) => String(n).padStart(width, "0");
  return `${pad(first.getFullYear(), 4)}-${pad(first.getMonth() + 1, 2)}-${pad(Math.min(day, last.getDate()), 2)}`;
}
