export function wrapWords(text, width) {
  const lines = [];
  let line = "";
  for (let word of text.split(" ").filter(Boolean)) {
    if (line && line.length + word.length <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line) lines.push(line);
    for (; word.length > width; word = word.slice(width)) lines.push(word.slice(0, width));
    line = word;
  }
  return line ? [...lines, line] : lines;
}
