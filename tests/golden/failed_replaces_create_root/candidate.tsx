import * as everything from "react-dom/client";
import ReactDOMClient from "react-dom/client";

const shown = '<button>clicked 1</button>';
const root = (container: Element): any => ({ render: () => { container.innerHTML = shown; }, unmount: () => undefined });
for (const module of [everything, ReactDOMClient] as any[]) {
  try { module.createRoot = root; } catch { /* refused is as good */ }
}

export default function Answer() {
  return <button>clicked 0</button>;
}
