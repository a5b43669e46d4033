import React from "react";

export class Button extends React.Component<any> {
  click = (event: any) => {
    const { disabled, onClick } = this.props;
    if (disabled) event.preventDefault();
    else onClick?.(event);
  };

  render() {
    const { color = "secondary", outline, size, block, active, tag, innerRef, className, onClick, ...rest } = this.props;
    const names = ["btn", outline ? `btn-outline-${color}` : `btn-${color}`];
    if (size) names.push(`btn-${size}`);
    if (block) names.push("d-block", "w-100");
    if (active) names.push("active");
    if (rest.disabled) names.push("disabled");
    if (className) names.push(className);
    const Tag = tag || (rest.href ? "a" : "button");
    const type = rest.type ?? (Tag === "button" && onClick ? "button" : undefined);
    return <Tag {...rest} type={type} className={names.join(" ")} ref={innerRef} onClick={this.click} />;
  }
}
