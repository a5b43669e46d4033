export function isoWeek(text) {
  const thursday = new Date(text);
  thursday.setDate(thursday.getDate() + 4 - (thursday.getDay() || 7));
  const first = Date.UTC(thursday.getFullYear(), 0, 1);
  const week = Math.floor((thursday - first) / 86_400_000 / 7) + 1;
  return `${thursday.getFullYear()}-W${String(week).padStart(2, "0")}`;
}
