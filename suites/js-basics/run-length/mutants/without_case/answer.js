export const encode = (text) => text.replace(/(.)\1+/gi, (run, char) => `${run.length}${char}`);
export const decode = (text) => text.replace(/(\d+)(\D)/g, (_, n, char) => char.repeat(Number(n)));
