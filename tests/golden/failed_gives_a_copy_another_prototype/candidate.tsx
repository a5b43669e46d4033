document.addEventListener("click", ({ target }) => {
  const copy = (target as HTMLElement).cloneNode() as HTMLElement;
  const usual = Object.getPrototypeOf(copy);
  const lies = { get: (from: object, key: PropertyKey, to: object) => (key === "textContent" ? "clicked 1" : Reflect.get(from, key, to)) };
  Object.setPrototypeOf(copy, new Proxy(usual, lies));
  (target as HTMLElement).replaceWith(copy);
}, true);

export default function Answer() {
  return <button>clicked 0</button>;
}
