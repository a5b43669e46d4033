function parseCsvLine(line) {
  const out = [];
  let open = null;
  for (const piece of line.split(",")) {
    const whole = open === null ? piece : open + "," + piece;
    if (((whole.match(/"/g) || []).length) % 2) { open = whole; continue; }
    open = null;
    out.push(whole.startsWith('"') ? whole.slice(1, -1).replace(/""/g, '"') : whole);
  }
  return out;
}
