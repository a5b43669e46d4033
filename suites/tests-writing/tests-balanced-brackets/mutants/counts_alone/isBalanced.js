export function isBalanced(code) {
  const closing = { "(": ")", "[": "]", "{": "}" };
  const open = [];
  let quote = "";
  for (let i = 0; i < code.length; i++) {
    const char = code[i];
    if (quote) {
      if (char === "\\") i++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (closing[char]) open.push(closing[char]);
    else if (")]}".includes(char) && !open.pop()) return false;
  }
  return open.length === 0 && !quote;
}
