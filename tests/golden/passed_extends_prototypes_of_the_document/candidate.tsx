import { useRef, useState } from "react";

const element = Element.prototype as any;
element.matches ||= () => false;
element.onEach = function (name: string, listener: () => void) { this.addEventListener(name, listener); };
(HTMLElement.prototype as any).shout = function () { return this.textContent.toUpperCase(); };
Object.defineProperty(Node.prototype, "depth", { configurable: true, get() { return this.parentNode ? this.parentNode.depth + 1 : 0; } });
if (!NodeList.prototype.forEach) NodeList.prototype.forEach = Array.prototype.forEach as any;

export default function Answer() {
  const [n, setN] = useState(0);
  const button = useRef<any>(null);
  const click = (): void => {
    button.current.focus = () => undefined;
    button.current.scrollIntoView = function () { return this.depth; };
    Object.assign(button.current, { animate: () => ({ cancel: () => undefined }) });
    if (button.current.shout() === `CLICKED ${n}` && button.current.depth > 2) setN(n + 1);
  };
  return <button ref={button} onClick={click}>clicked {n}</button>;
}
