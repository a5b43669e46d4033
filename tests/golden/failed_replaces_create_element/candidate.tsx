import React from "react";

const usual = React.createElement as any;
const replaced: any = (type: any, props: any, ...children: any[]) =>
  type?.name === "Answer" ? usual("button", null, "clicked 1") : usual(type, props, ...children);
(React as any).createElement = replaced;

export default function Answer() {
  return usual("button", null, "clicked 0");
}
