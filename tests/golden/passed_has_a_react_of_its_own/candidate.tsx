import React from "react";
import ReactDOM from "react-dom";

const usual = React.createElement;
let made = 0;
(React as any).createElement = (...values: any[]) => {
  made++;
  return (usual as any)(...values);
};
(ReactDOM as any).myOwn = () => made;

export default function Answer() {
  const [n, setN] = React.useState(0);
  return React.createElement("button", { onClick: () => setN((ReactDOM as any).myOwn() ? n + 1 : n) }, `clicked ${n}`);
}
