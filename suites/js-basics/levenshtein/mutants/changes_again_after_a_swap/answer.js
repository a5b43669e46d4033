export function editDistance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const lastRow = {};
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost);
      const k = lastRow[b[j - 1]] ?? 0;
      if (k && lastColumn) row[j] = Math.min(row[j], rows[k - 1][lastColumn - 1] + (i - k - 1) + 1 + (j - lastColumn - 1));
      if (!cost) lastColumn = j;
    }
    lastRow[a[i - 1]] = i;
    rows.push(row);
  }
  return rows[a.length][b.length];
}
