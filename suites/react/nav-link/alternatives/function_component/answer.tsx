import React from "react";

export const NavLink = ({ active, disabled, href, onClick, tag: Tag = "a", innerRef, className, children, ...rest }: any) => {
  const handle = (event: any) => {
    if (disabled || href === "#") event.preventDefault();
    if (!disabled) onClick?.(event);
  };
  const names = ["nav-link", active ? "active" : "", disabled ? "disabled" : "", className ?? ""].filter((name) => name !== "");
  return (
    <Tag {...rest} href={href} disabled={disabled} ref={innerRef} className={names.join(" ")} onClick={handle}>
      {children}
    </Tag>
  );
};
