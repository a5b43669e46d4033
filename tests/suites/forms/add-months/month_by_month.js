function addMonths(date, months) {
  let [, y, m, d] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  y = +y; m = +m; d = +d;
  for (let i = 0; i < Math.abs(months); i++) {
    m += Math.sign(months);
    if (m === 13) { m = 1; y++; }
    if (m === 0) { m = 12; y--; }
  }
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = m === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
  if (d > days) d = days;
  return [String(y).padStart(4, "0"), String(m).padStart(2, "0"), String(d).padStart(2, "0")].join("-");
}
