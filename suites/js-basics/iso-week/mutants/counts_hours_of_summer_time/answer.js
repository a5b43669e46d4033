export function isoWeek(text) {
  const [year, month, day] = text.split("-").map(Number);
  const thursday = new Date(year, month - 1, day);
  thursday.setDate(thursday.getDate() + 4 - (thursday.getDay() || 7));
  const first = new Date(thursday.getFullYear(), 0, 1);
  const week = Math.floor((thursday - first) / 86_400_000 / 7) + 1;
  return `${thursday.getFullYear()}-W${String(week).padStart(2, "0")}`;
}
