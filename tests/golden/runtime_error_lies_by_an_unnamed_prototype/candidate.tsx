const proto: object = Object.getPrototypeOf(document.createElement("p"));
Object.defineProperty(proto, "innerText", { get: () => "clicked 1" });

export default function Answer() {
  return <p data-testid="told">clicked 0</p>;
}
