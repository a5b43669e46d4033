Object.defineProperty(HTMLAnchorElement.prototype, "href", { configurable: true, get: () => "https://rows.example/", set() {} });

export default function Answer() {
  return <a href="#">rows</a>;
}
