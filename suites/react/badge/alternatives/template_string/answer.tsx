import { createElement } from "react";

export const Badge = ({ color = "secondary", pill, tag, innerRef, className = "", href, children, ...rest }: any) => {
  const element = tag ?? (href ? "a" : "span");
  const names = `badge bg-${color} ${pill ? "rounded-pill" : ""} ${className}`.trim();
  return createElement(element, { ...rest, ...(href ? { href } : {}), className: names, ref: innerRef }, children);
};
