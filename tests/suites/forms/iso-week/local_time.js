export function isoWeek(text) {
  const [y, m, d] = text.split("-").map(Number);
  const date = new Date(y, m - 1, d);
  date.setDate(date.getDate() + 3 - ((date.getDay() + 6) % 7));
  const year = date.getFullYear();
  const first = new Date(year, 0, 4);
  const days = Math.round((date.getTime() - first.getTime()) / 86400000);
  const week = 1 + Math.round((days - 3 + ((first.getDay() + 6) % 7)) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}
