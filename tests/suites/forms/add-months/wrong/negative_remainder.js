export function addMonths(date, months) {
  const [y, m, d] = date.split("-").map(Number);
  const y2 = y + Math.trunc((m - 1 + months) / 12), m2 = (m - 1 + months) % 12;
  const last = new Date(Date.UTC(y2, m2 + 1, 0)).getUTCDate();
  return `${String(y2).padStart(4, "0")}-${String(m2 + 1).padStart(2, "0")}-${String(Math.min(d, last)).padStart(2, "0")}`;
}
