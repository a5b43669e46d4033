export const encode = (text) => [...new Set(text)].map((char) => [text.split(char).length - 1, char]).map(([n, char]) => (n > 1 ? n + char : char)).join("");
export const decode = (text) => text.replace(/(\d+)(\D)/g, (_, n, char) => char.repeat(Number(n)));
