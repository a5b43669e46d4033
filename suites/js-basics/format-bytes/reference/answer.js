export function formatBytes(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let unit = 1000;
  let n = 0;
  let tenths = Math.floor((bytes * 10) / unit + 0.5);
  while (tenths >= 10_000 && n < units.length - 1) {
    unit *= 1000;
    n++;
    tenths = Math.floor((bytes * 10) / unit + 0.5);
  }
  return `${Math.floor(tenths / 10)}.${tenths % 10} ${units[n]}`;
}
