export function addBusinessDays(date, days, holidays = []) {
  const [year, month, day] = date.split("-").map(Number);
  const time = new Date(Date.UTC(year, month - 1, day));
  const text = () => time.toISOString().slice(0, 10);
  const isFree = () => time.getDay() % 6 === 0 || holidays.includes(text());
  const step = days < 0 ? -1 : 1;
  if (days === 0) {
    while (isFree()) time.setUTCDate(time.getUTCDate() + 1);
  }
  for (let left = Math.abs(days); left > 0; ) {
    time.setUTCDate(time.getUTCDate() + step);
    if (!isFree()) left--;
  }
  return text();
}
