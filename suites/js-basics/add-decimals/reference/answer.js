export function addDecimals(a, b) {
  const digits = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  const scaled = (text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(digits, "0"));
  };
  const sum = scaled(a) + scaled(b);
  const sign = sum < 0n ? "-" : "";
  const all = String(sum < 0n ? -sum : sum).padStart(digits + 1, "0");
  const part = all.slice(all.length - digits).replace(/0+$/, "");
  const whole = all.slice(0, all.length - digits);
  return digits === 0 || part === "" ? sign + whole : `${sign}${whole}.${part}`;
}
