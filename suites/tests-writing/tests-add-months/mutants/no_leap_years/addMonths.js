export function addMonths(date, months) {
  const [year, month, day] = date.split("-").map(Number);
  const count = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(count / 12), (count % 12) + 1];
  const isLeap = toYear % 4 === 0 && (toYear % 100 !== 0 || toYear % 400 === 0);
  const length = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][toMonth - 1];
  const pad = (n, width) => String(n).padStart(width, "0");
  return `${pad(toYear, 4)}-${pad(toMonth, 2)}-${pad(Math.min(day, length), 2)}`;
}
