export default function Answer() {
  const shape = (element: any): void => {
    if (element) Object.defineProperty(element, "disabled", { get: () => true });
  };
  return <button ref={shape}>0</button>;
}
