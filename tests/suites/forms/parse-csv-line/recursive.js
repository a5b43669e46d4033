export default function parseCsvLine(line) {
  if (line.startsWith('"')) {
    let end = 1;
    while (line[end] !== '"' || line[end + 1] === '"') end += line[end] === '"' ? 2 : 1;
    const field = line.slice(1, end).split('""').join('"');
    return end + 1 < line.length ? [field, ...parseCsvLine(line.slice(end + 2))] : [field];
  }
  const comma = line.indexOf(",");
  return comma < 0 ? [line] : [line.slice(0, comma), ...parseCsvLine(line.slice(comma + 1))];
}
