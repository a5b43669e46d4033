export const encode = (text) => {
  let runs = "";
  for (let i = 1, n = 1; i < text.length; i++) {
    if (text[i] === text[i - 1]) n++;
    else {
      runs += (n > 1 ? n : "") + text[i - 1];
      n = 1;
    }
  }
  return runs;
};
export const decode = (text) => text.replace(/(\d+)(\D)/g, (_, n, char) => char.repeat(Number(n)));
