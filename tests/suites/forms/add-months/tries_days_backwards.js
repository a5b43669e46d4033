export function addMonths(date, months) {
  const year = Number(date.slice(0, 4)), month = Number(date.slice(5, 7)) - 1 + months, day = Number(date.slice(8));
  const y = year + Math.floor(month / 12), m = ((month % 12) + 12) % 12;
  for (let d = day; ; d--) {
    const text = `${String(y).padStart(4, "0")}-${String(m + 1).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
    const parsed = new Date(text + "T00:00:00Z");
    if (!Number.isNaN(parsed.getTime()) && parsed.getUTCDate() === d) return text;
  }
}
