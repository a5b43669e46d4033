export default function Answer() {
  const shape = (element: any): void => {
    if (element) Object.defineProperty(element, "value", { configurable: true, get: () => "5", set: () => undefined });
  };
  return <input ref={shape} />;
}
