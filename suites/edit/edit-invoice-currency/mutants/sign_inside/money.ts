export type Currency = "EUR" | "USD";

export function formatMoney(cents: number, currency: Currency = "EUR"): string {
  const sign = cents < 0 ? "-" : "";
  const amount = (Math.abs(cents) / 100).toFixed(2);
  return currency === "USD" ? `$${sign}${amount}` : `${sign}${amount} €`;
}
