export function compareVersions(a, b) {
  const [left, right] = [parse(a), parse(b)];
  for (let i = 0; i < 3; i++) if (left.numbers[i] !== right.numbers[i]) return left.numbers[i] < right.numbers[i] ? -1 : 1;
  if (!left.tags || !right.tags) return Number(!left.tags) - Number(!right.tags);
  for (let i = 0; i < Math.max(left.tags.length, right.tags.length); i++) {
    const order = compareTags(left.tags[i], right.tags[i]);
    if (order) return order;
  }
  return 0;
}

function parse(version) {
  const [, numbers, tags] = /^([\d.]+)(?:-([^+]+))?/.exec(version);
  return { numbers: numbers.split(".").map(Number), tags: tags?.split(".") };
}

function compareTags(a, b) {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [isNumber, isOther] = [a, b].map((tag) => /^\d+$/.test(tag));
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return a < b ? -1 : 1;
}
