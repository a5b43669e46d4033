export function countRectangles(lines) {
  const isCorner = (y, x) => lines[y]?.[x] === "+";
  let count = 0;
  for (let top = 0; top < lines.length; top++) {
    for (let left = 0; left < lines[top].length; left++) {
      if (!isCorner(top, left)) continue;
      for (let right = left + 1; "-+".includes(lines[top][right] ?? " "); right++) {
        if (!isCorner(top, right)) continue;
        if (lines[top].slice(left + 1, right).includes("+")) break;
        for (let bottom = top + 1; "|+".includes(lines[bottom]?.[left] ?? " ") && "|+".includes(lines[bottom]?.[right] ?? " "); bottom++) {
          if (!isCorner(bottom, left) || !isCorner(bottom, right)) continue;
          if (/^[-+]+$/.test(lines[bottom].slice(left, right + 1))) count++;
        }
      }
    }
  }
  return count;
}
