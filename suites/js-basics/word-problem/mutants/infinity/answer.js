const WORK = {
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  "multiplied by": (a, b) => a * b,
  "divided by": (a, b) => {

    return a / b;
  },
  "raised to the power of": (a, b) => a ** b,
};

export function solve(question) {
  const step = " (?:(?:plus|minus|multiplied by|divided by) -?\\d+|raised to the power of -?\\d+(?:st|nd|rd|th)?)";
  const match = new RegExp(`^What is (-?\\d+)((?:${step})*)\\?$`).exec(question);
  if (!match) throw new SyntaxError(`no question: ${question}`);
  let result = Number(match[1]);
  for (const [, name, number] of match[2].matchAll(/ ([a-z ]+) (-?\d+)(?:[a-z]{2}(?= |$))?/g)) {
    result = WORK[name](result, Number(number));
  }
  return result;
}
