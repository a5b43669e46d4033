export function formatTable(rows) {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => String(row[i] || "").length)));
  const cell = (value, width) => (typeof value === "number" ? String(value).padStart(width) : String(value ?? "").padEnd(width));
  return rows.map((row) => widths.map((width, i) => cell(row[i], width)).join("  ").trimEnd()).join("\n");
}
