const NUMBER = /^-?\d+(\.\d+)?$/;

class Failure extends Error {}

function tokensOf(text) {
  const compact = text.replace(/\s+/g, " ").trim();
  const tokens = compact.match(/[A-Z]+\s?\(|[A-Z][1-9]\d?(?!\d)|\d+(\.\d+)?|[-+*/():]| |./g) ?? [];
  return tokens.filter((token) => token !== " ");
}

function parse(text) {
  const tokens = tokensOf(text);
  let at = 0;
  const fail = () => {
    throw new Failure("#SYNTAX!");
  };
  const take = (token) => (tokens[at] === token ? tokens[at++] : fail());
  const reference = () => (/^[A-Z][1-9]\d?$/.test(tokens[at] ?? "") ? tokens[at++] : fail());
  const atom = () => {
    const token = tokens[at++];
    if (token === "-") return { kind: "minus", inner: atom() };
    if (token === "(") {
      const inner = sum();
      take(")");
      return inner;
    }
    if (/^\d/.test(token ?? "")) return { kind: "number", value: Number(token) };
    const name = /^(SUM|MIN|MAX|COUNT)\s?\($/.exec(token ?? "")?.[1];
    if (name) {
      const from = reference();
      take(":");
      const to = reference();
      take(")");
      return { kind: "range", name, from, to };
    }
    at--;
    return { kind: "cell", name: reference() };
  };
  const chain = (signs, deeper) => () => {
    let left = deeper();
    while (signs.includes(tokens[at])) left = { kind: tokens[at++], left, right: deeper() };
    return left;
  };
  const sum = chain(["+", "-", "*", "/"], atom);
  const tree = sum();
  return at === tokens.length ? tree : fail();
}

export function computeSheet(cells) {
  const values = new Map();
  const running = [];
  const cyclic = new Set();

  const valueOf = (name) => {
    if (!Object.hasOwn(cells, name)) return 0;
    if (values.has(name)) return values.get(name);
    if (running.includes(name)) {
      for (const each of running.slice(running.indexOf(name))) cyclic.add(each);
      return "#CYCLE!";
    }
    running.push(name);
    const value = compute(cells[name]);
    running.pop();
    const result = cyclic.has(name) ? "#CYCLE!" : value;
    values.set(name, result);
    return result;
  };

  const compute = (text) => {
    if (NUMBER.test(text)) return Number(text);
    if (!text.startsWith("=")) return text;
    try {
      return evaluate(parse(text.slice(1)));
    } catch (error) {
      if (error instanceof Failure) return error.message;
      throw error;
    }
  };

  const checked = (value) => {
    if (/^#(DIV\/0|VALUE|CYCLE|SYNTAX)!$/.test(value)) throw new Failure(value);
    return value;
  };

  const number = (node) => {
    const value = evaluate(node);
    if (typeof value !== "number") throw new Failure("#VALUE!");
    return value;
  };

  const range = ({ name, from, to }) => {
    const columns = [from[0], to[0]].map((letter) => letter.charCodeAt(0)).sort((a, b) => a - b);
    const rows = [from, to].map((each) => Number(each.slice(1))).sort((a, b) => a - b);
    const numbers = [];
    for (let row = rows[0]; row <= rows[1]; row++) {
      for (let column = columns[0]; column <= columns[1]; column++) {
        const cell = String.fromCharCode(column) + row;
        const value = checked(valueOf(cell));
        if (typeof value === "number" && Object.hasOwn(cells, cell)) numbers.push(value);
      }
    }
    if (name === "COUNT") return numbers.length;
    if (name === "SUM") return numbers.reduce((sum, value) => sum + value, 0);
    return numbers.length ? Math[name.toLowerCase()](...numbers) : 0;
  };

  const evaluate = (node) => {
    switch (node.kind) {
      case "number":
        return node.value;
      case "cell":
        return checked(valueOf(node.name));
      case "range":
        return range(node);
      case "minus":
        return -number(node.inner);
      default: {
        const [left, right] = [number(node.left), number(node.right)];
        if (node.kind === "/" && right === 0) throw new Failure("#DIV/0!");
        return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[node.kind];
      }
    }
  };

  return Object.fromEntries(Object.keys(cells).map((name) => [name, valueOf(name)]));
}
