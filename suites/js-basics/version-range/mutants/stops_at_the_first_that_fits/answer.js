const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

function numbers(text) {
  const match = VERSION.exec(text);
  if (!match) throw new TypeError(`no version: ${text}`);
  return match.slice(1).map(Number);
}

const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

function fits(version, comparator) {
  if (comparator === "*") return true;
  const [, sign, text] = /^([<>]=?|[=^~]?)([\s\S]*)$/.exec(comparator);
  const other = numbers(text);
  const order = compare(version, other);
  switch (sign) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "~":
      return order >= 0 && version[0] === other[0] && version[1] === other[1];
    case "^": {
      const first = other.findIndex((number) => number !== 0);
      const fixed = first < 0 ? 2 : first;
      return order >= 0 && version.slice(0, fixed + 1).join() === other.slice(0, fixed + 1).join();
    }
    default:
      return order === 0;
  }
}

export function satisfies(version, range) {
  const own = numbers(version);
  return range.split("||").some((part) => {
    const comparators = part.trim().split(/\s+/);
    return comparators.map((comparator) => fits(own, comparator)).every(Boolean);
  });
}
