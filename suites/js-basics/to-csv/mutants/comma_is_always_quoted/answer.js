export function toCsv(rows, { separator = ",", safe = false } = {}) {
  if (!rows.length) return "";
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = (value) => {
    if (value === null || value === undefined) return "";
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const field = (value) => {
    let plain = text(value);
    if (safe && typeof value === "string" && /^[=+\-@\t\r]/.test(plain)) plain = `'${plain}`;
    const isQuoted = plain.includes(",") || /["\r\n]|^ | $/.test(plain);
    return isQuoted ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = [columns, ...rows.map((row) => columns.map((column) => (Object.hasOwn(row, column) ? row[column] : undefined)))];
  return lines.map((line) => `${line.map(field).join(separator)}\r\n`).join("");
}
