export function evaluate(text) {
  if (/[^\d.+\-*/^()\s]|\d\s+[\d.]|\.\s+\d/.test(text)) throw new SyntaxError(`${text} is no expression.`);
  const tokens = text.match(/\d+(?:\.\d+)?|[^\s]/g) ?? [];
  let at = 0;
  const take = (...signs) => (signs.includes(tokens[at]) ? tokens[at++] : "");
  const sum = () => {
    let value = product();
    for (let sign; (sign = take("+", "-")); ) value = sign === "+" ? value + product() : value - product();
    return value;
  };
  const product = () => {
    let value = signed();
    for (let sign; (sign = take("*", "/")); ) value = sign === "*" ? value * signed() : value / signed();
    return value;
  };
  const signed = () => {
    const sign = take("+", "-");
    if (sign) return sign === "-" ? -signed() : signed();
    const base = atom();
    let value = base;
    while (take("^")) value **= take("-") ? -atom() : atom();
    return value;
  };
  const atom = () => {
    if (take("(")) {
      const value = sum();
      if (!take(")")) throw new SyntaxError("A parenthesis is not closed.");
      return value;
    }
    const token = tokens[at++];
    if (!/^\d/.test(token ?? "")) throw new SyntaxError(`A number is missing in ${text}.`);
    return Number(token);
  };
  const value = sum();
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} is too much.`);
  return value;
}
