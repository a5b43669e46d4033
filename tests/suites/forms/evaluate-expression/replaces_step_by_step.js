function evaluate(text) {
  const bad = () => { throw new SyntaxError("bad: " + text); };
  if (/[^\d.+\-*\/^()\s]/.test(text) || /[\d.]\s+[\d.]/.test(text)) bad();
  const tokens = (text.match(/\d+(?:\.\d+)?|\S/g) || []).map((t) => (/^\d/.test(t) ? Number(t) : t));
  const reduce = (list) => {
    const out = [...list];
    for (let close; (close = out.indexOf(")")) >= 0; ) {
      const open = out.lastIndexOf("(", close);
      if (open < 0) bad();
      out.splice(open, close - open + 1, reduce(out.slice(open + 1, close)));
    }
    const isNumber = (v) => typeof v === "number";
    for (let i = out.length - 1; i >= 0; i--) {
      if (out[i] === "^") {
        if (!isNumber(out[i - 1]) || !isNumber(out[i + 1])) bad();
        out.splice(i - 1, 3, out[i - 1] ** out[i + 1]);
      } else if ((out[i] === "-" || out[i] === "+") && !isNumber(out[i - 1]) && isNumber(out[i + 1])) out.splice(i, 2, out[i] === "-" ? -out[i + 1] : out[i + 1]);
    }
    for (const signs of ["*/", "+-"])
      for (let i = 0; i < out.length; i++)
        if (typeof out[i] === "string" && signs.includes(out[i])) {
          const [a, sign, b] = out.slice(i - 1, i + 2);
          if (!isNumber(a) || !isNumber(b)) bad();
          out.splice(i - 1, 3, sign === "*" ? a * b : sign === "/" ? a / b : sign === "+" ? a + b : a - b);
          i--;
        }
    if (out.length !== 1 || !isNumber(out[0])) bad();
    return out[0];
  };
  return reduce(tokens);
}
