import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Spinner(props: any) {
  const { className, type = 'border', size, color, children = 'Loading...', tag: Tag = 'div', ...attributes } = props;

  const classes = join(
    className,
    size ? `spinner-${type}-${size}` : false,
    `spinner-${type}`,
    color ? `text-${color}` : false,
  );

  return (
    <Tag {...attributes} className={classes}>
      {children && <span className="visually-hidden">{children}</span>}
    </Tag>
  );
}

export default Spinner;
