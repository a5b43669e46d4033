const { wrapWords } = require("./wrapWords");
const text = "In the beginning was the word, and   the word was pneumonoultramicroscopic indeed ";
it.each([4, 7, 10, 12])("width %i", (width) => {
  const lines = wrapWords(text, width);
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(width);
    expect(line).toBe(line.trim());
    expect(line).not.toMatch(/ {2}/);
  }
  expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  for (let i = 1; i < lines.length; i++) {
    const [word] = lines[i].split(" ");
    if (text.includes(` ${word} `)) expect(lines[i - 1].length + 1 + word.length).toBeGreaterThan(width);
  }
});
