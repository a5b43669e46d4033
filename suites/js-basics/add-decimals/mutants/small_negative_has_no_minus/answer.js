export function addDecimals(a, b) {
  const digits = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  const scaled = (text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(digits, "0"));
  };
  const all = (number) => String(number / 10n ** BigInt(digits));
  const sum = scaled(a) + scaled(b);
  const sign = Number(all(sum)) < 0 ? "-" : "";
  const text = String(sum < 0n ? -sum : sum).padStart(digits + 1, "0");
  const part = text.slice(text.length - digits).replace(/0+$/, "");
  const whole = text.slice(0, text.length - digits);
  return digits === 0 || part === "" ? sign + whole : `${sign}${whole}.${part}`;
}
