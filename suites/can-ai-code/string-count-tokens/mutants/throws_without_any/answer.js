export function substrcount(str, substr) {
  let count = 0;
  if (!str.includes(substr)) throw new Error("not found");
  for (let at = str.indexOf(substr); at >= 0; at = str.indexOf(substr, at + substr.length)) count++;
  return count;
}
