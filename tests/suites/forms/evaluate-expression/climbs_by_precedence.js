const BINDS = { "+": [1, 2], "-": [1, 2], "*": [3, 4], "/": [3, 4], "^": [8, 6] };
const DO = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "^": (a, b) => a ** b };
export const evaluate = (text) => {
  let rest = text;
  const next = () => (rest = rest.trimStart())[0];
  const fail = () => { throw new SyntaxError(`Unexpected ${rest[0] ?? "end"}`); };
  function value(least) {
    let left;
    const number = (next(), /^\d+(\.\d+)?/.exec(rest));
    if (number) { left = +number[0]; rest = rest.slice(number[0].length); }
    else if (rest[0] === "(") { rest = rest.slice(1); left = value(0); if (next() !== ")") fail(); rest = rest.slice(1); }
    else if (rest[0] === "-" || rest[0] === "+") { const factor = rest[0] === "-" ? -1 : 1; rest = rest.slice(1); left = factor * value(5); }
    else fail();
    for (;;) {
      const sign = next();
      if (!sign || !(sign in BINDS) || BINDS[sign][0] < least) return left;
      rest = rest.slice(1);
      left = DO[sign](left, value(BINDS[sign][1]));
    }
  }
  const result = value(0);
  if (next()) fail();
  return result;
};
