const pad = (n) => String(n).padStart(2, "0");
const write = (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;

function addBusinessDays(date, days, holidays = []) {
  const [y, m, d] = date.split("-").map(Number);
  const current = new Date(y, m - 1, d);
  const isWorkingDay = () => ![0, 6].includes(current.getDay()) && !holidays.includes(write(current));
  const step = days < 0 ? -1 : 1;
  if (days === 0) while (!isWorkingDay()) current.setDate(current.getDate() + 1);
  let left = Math.abs(days);
  while (left > 0) {
    current.setDate(current.getDate() + step);
    if (isWorkingDay()) left--;
  }
  return write(current);
}
