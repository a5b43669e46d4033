export function roundHalfEven(text, digits) {
  if (/^-?\d*\.?\d+$/.test(text)) {
    const scaled = Number(text) * 10 ** digits;
    const floor = Math.floor(scaled);
    const rounded = scaled - floor === 0.5 ? floor + Math.abs(floor % 2) : Math.round(scaled);
    return ((rounded || 0) / 10 ** digits).toFixed(digits);
  }
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || !/\d/.test(text)) throw new RangeError(`no number: ${text}`);
  const [, sign, whole, part = ""] = match;
  const kept = part.slice(0, digits).padEnd(digits, "0");
  const cut = part.slice(digits);
  let number = BigInt(`0${whole}${kept}`);
  const half = `5${"0".repeat(Math.max(0, cut.length - 1))}`;
  if (cut > half || (cut === half && number % 2n === 1n)) number += 1n;
  const all = String(number).padStart(digits + 1, "0");
  const point = all.length - digits;
  const result = digits === 0 ? all : `${all.slice(0, point)}.${all.slice(point)}`;
  return number === 0n ? result : `${sign}${result}`;
}
