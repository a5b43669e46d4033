export default function Answer() {
  const shape = (element: any): void => {
    if (element) Object.defineProperty(element.style, "display", { get: () => "none" });
  };
  return <p ref={shape}>text</p>;
}
