export const addMonths = (date, months) => {
  const [y, m, d] = date.split("-").map(Number);
  const first = new Date(0);
  first.setUTCFullYear(y, m - 1 + months, 1);
  const last = new Date(0);
  last.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  last.setUTCDate(Math.min(d, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
};
