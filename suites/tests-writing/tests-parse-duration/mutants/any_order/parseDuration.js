export function parseDuration(text) {
  const match = /^\s*(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?\s*$/.exec(text);
  if (!/^\s*(\d+[dhms]\s*)+$/.test(text)) return null;
  const of = (unit) => [...text.matchAll(new RegExp(`(\\d+)${unit}`, "g"))].reduce((sum, each) => sum + Number(each[1]), 0);
  const [days, hours, minutes, seconds] = ["d", "h", "m", "s"].map(of);
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
