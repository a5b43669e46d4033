export function expandRanges(text, last) {
  const pages = new Set();
  for (const part of (text.trim() || `1-${last}`).split(",").map((each) => each.trim())) {
    const match = /^(\d+)?\s*(-)?\s*(\d+)?$/.exec(part);
    const [from, to] = match?.[2] ? [match[1] ?? 1, match[3] ?? match[1]].map(Number) : [Number(part), Number(part)];
    const isForm = match && (match[2] ? match[1] || match[3] : match[1] && !match[3]);
    if (!isForm || from < 1 || to > last || from > to) throw new Error(`"${part}" does not name pages from 1 to ${last}.`);
    for (let page = from; page <= to; page++) pages.add(page);
  }
  return [...pages].sort((a, b) => a - b);
}
