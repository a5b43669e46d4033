export function evaluate(text) {
  const t = text.match(/\d+(\.\d+)?|\S/g) ?? []; let i = 0;
  const sum = () => { let v = mul(); while (t[i] === "+" || t[i] === "-") v = t[i++] === "+" ? v + mul() : v - mul(); return v; };
  const mul = () => { let v = pow(); while (t[i] === "*" || t[i] === "/") v = t[i++] === "*" ? v * pow() : v / pow(); return v; };
  const pow = () => { const b = atom(); return t[i] === "^" ? (i++, b ** pow()) : b; };
  const atom = () => { if (t[i] === "(") { i++; const v = sum(); if (t[i++] !== ")") throw new SyntaxError(); return v; } const v = Number(t[i++]); if (Number.isNaN(v)) throw new SyntaxError(); return v; };
  const v = sum(); if (i < t.length) throw new SyntaxError(); return v;
}
