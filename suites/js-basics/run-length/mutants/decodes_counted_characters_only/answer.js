export const encode = (text) => text.replace(/(.)\1+/g, (run, char) => `${run.length}${char}`);
export const decode = (text) => (text.match(/\d+\D/g) ?? []).map((run) => run.at(-1).repeat(parseInt(run))).join("");
