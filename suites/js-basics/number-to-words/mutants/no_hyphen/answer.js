const SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
export function toWords(n) {
  if (n < 0) return `minus ${toWords(-n)}`;
  if (n < 20) return SMALL[n];
  if (n < 100) return TENS[Math.floor(n / 10)] + (n % 10 ? ` ${SMALL[n % 10]}` : "");
  const [size, name] = n < 1000 ? [100, "hundred"] : [1000, "thousand"];
  return `${toWords(Math.floor(n / size))} ${name}` + (n % size ? ` ${toWords(n % size)}` : "");
}
