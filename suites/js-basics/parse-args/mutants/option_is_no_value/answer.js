export function parseArgs(argv, options) {
  const values = {};
  const rest = [];
  const words = [...argv];
  const put = (name, value) => {
    if (options[name].multiple) (values[name] ??= []).push(value);
    else values[name] = value;
  };
  const next = (name) => {
    if (!words.length || words[0].startsWith("-")) throw new Error(`${name} needs a value`);
    return words.shift();
  };
  const known = (name, isKnown, word) => {
    if (!isKnown) throw new Error(`unknown option ${word}`);
    return name;
  };
  while (words.length) {
    const word = words.shift();
    if (word === "--") {
      rest.push(...words.splice(0));
    } else if (word.startsWith("--")) {
      const [, text, , value] = /^--([^=]*)(=([\s\S]*))?$/.exec(word);
      const name = known(text, Object.hasOwn(options, text), word);
      if (options[name].type === "string") put(name, value ?? next(name));
      else if (value !== undefined) throw new Error(`${name} takes no value`);
      else put(name, true);
    } else if (word.startsWith("-") && word !== "-") {
      for (let n = 1; n < word.length; n++) {
        const found = Object.keys(options).find((name) => options[name].short === word[n]);
        const name = known(found, found !== undefined, word);
        if (options[name].type === "string") {
          put(name, word.slice(n + 1) || next(name));
          break;
        }
        put(name, true);
      }
    } else rest.push(word);
  }
  return { values, rest };
}
