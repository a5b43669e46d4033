export function evaluate(text) {
  const fail = () => { throw new SyntaxError("no expression: " + text); };
  const out = [], ops = [];
  const rank = { "+": 1, "-": 1, "*": 2, "/": 2, neg: 3, pos: 3, "^": 4 };
  const apply = () => {
    const op = ops.pop();
    if (op === "neg") return out.push(-out.pop());
    if (op === "pos") return;
    const b = out.pop(), a = out.pop();
    out.push(op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : op === "/" ? a / b : Math.pow(a, b));
  };
  let wantsValue = true;
  const pattern = /\s*(?:(\d+(?:\.\d+)?)|([-+*/^()]))/y;
  const trimmed = text.trimEnd();
  while (pattern.lastIndex < trimmed.length) {
    const m = pattern.exec(trimmed);
    if (!m) fail();
    const [, number, sign] = m;
    if (number) {
      if (!wantsValue) fail();
      out.push(parseFloat(number));
      wantsValue = false;
    } else if (sign === "(") {
      if (!wantsValue) fail();
      ops.push("(");
    } else if (sign === ")") {
      if (wantsValue) fail();
      while (ops.length && ops.at(-1) !== "(") apply();
      if (ops.pop() !== "(") fail();
    } else if (wantsValue) {
      if (sign !== "-" && sign !== "+") fail();
      ops.push(sign === "-" ? "neg" : "pos");
    } else {
      while (ops.length && ops.at(-1) !== "(" && (rank[ops.at(-1)] > rank[sign] || (rank[ops.at(-1)] === rank[sign] && sign !== "^"))) apply();
      ops.push(sign);
      wantsValue = true;
    }
  }
  if (wantsValue) fail();
  while (ops.length) { if (ops.at(-1) === "(") fail(); apply(); }
  return out[0];
}
