const LIMITS = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day", 1, 31],
  ["month", 1, 12],
  ["weekday", 0, 6],
];

function valuesOf(field, lowest, highest) {
  const values = new Set();
  for (const part of field.split(",")) {
    const match = /^(?:(\d+)(?:-(\d+))?|\*)(?:\/(\d+))?$/.exec(part);
    if (!match) throw new RangeError(`no field: ${field}`);
    const [, from, to, step] = match;
    if (step !== undefined && (Number(step) === 0 || (from !== undefined && to === undefined))) throw new RangeError(`no step: ${part}`);
    const first = from === undefined ? lowest : Number(from);
    const last = from === undefined ? highest : Number(to ?? from);
    if (first < lowest || last > highest || first > last) throw new RangeError(`out of range: ${part}`);
    for (let value = first; value < Math.max(last, first + 1); value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

export function cronMatches(line, time) {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) throw new RangeError("a line has five fields");
  const fits = fields.map((field, n) => {
    const [name, lowest, highest] = LIMITS[n];
    return valuesOf(field, lowest, highest).has(time[name]);
  });
  const [minute, hour, day, month, weekday] = fits;
  const isEither = fields[2] !== "*" && fields[4] !== "*";
  return minute && hour && month && (isEither ? day || weekday : day && weekday);
}
