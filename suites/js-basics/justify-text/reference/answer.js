export function justify(text, width) {
  const words = text.split(/\s+/).filter(Boolean);
  const lines = [];
  let line = [];
  let length = 0;
  for (const word of words) {
    if (line.length && length + 1 + word.length > width) {
      lines.push(line);
      line = [];
      length = 0;
    }
    length += (line.length ? 1 : 0) + word.length;
    line.push(word);
  }
  if (line.length) lines.push(line);
  return lines.map((each, n) => (n === lines.length - 1 ? each.join(" ") : filled(each, width)));
}

function filled(words, width) {
  if (words.length === 1) return words[0].padEnd(width);
  const blanks = width - words.join("").length;
  const gaps = words.length - 1;
  const each = Math.floor(blanks / gaps);
  const more = blanks % gaps;
  return words.map((word, n) => (n === gaps ? word : word + " ".repeat(each + (n < more ? 1 : 0)))).join("");
}
