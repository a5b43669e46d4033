export const parseCsvLine = (line) => {
  const out = []; let field = ""; let on = false;
  for (const c of line) {
    if (c === '"') on = !on;
    else if (c === "," && !on) { out.push(field); field = ""; }
    else field += c;
  }
  out.push(field);
  return out;
};
