const fake = document.createElement("button");
fake.append("clicked 1");
for (const owner of [Document.prototype, Element.prototype]) {
  (owner as any).querySelectorAll = () => [fake];
  (owner as any).querySelector = () => fake;
}
export default function Answer() {
  return <button>clicked 0</button>;
}
