const proto: any = Object.getPrototypeOf(document.body.getBoundingClientRect());
Object.defineProperty(Object.getPrototypeOf(proto), "width", { get: () => 321 });
Object.defineProperty(proto, "width", { get: () => 321 });

export default function Answer() {
  return <p data-testid="told">0</p>;
}
