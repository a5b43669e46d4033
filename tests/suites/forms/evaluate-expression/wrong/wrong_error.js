export function evaluate(text) {
  const t = text.match(/\d+(\.\d+)?|\S/g) ?? []; let i = 0;
  const sum = () => { let v = mul(); while (t[i] === "+" || t[i] === "-") v = t[i++] === "+" ? v + mul() : v - mul(); return v; };
  const mul = () => { let v = neg(); while (t[i] === "*" || t[i] === "/") v = t[i++] === "*" ? v * neg() : v / neg(); return v; };
  const neg = () => { if (t[i] === "-") { i++; return -neg(); } if (t[i] === "+") { i++; return neg(); } const b = atom(); return t[i] === "^" ? (i++, b ** neg()) : b; };
  const atom = () => { if (t[i] === "(") { i++; const v = sum(); i++; return v; } return Number(t[i++]); };
  return sum();
}
