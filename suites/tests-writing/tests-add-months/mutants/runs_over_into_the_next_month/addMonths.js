export function addMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const moved = new Date(Date.UTC(year, month - 1 + months, day));
  return moved.toISOString().slice(0, 10);
}
