import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function ButtonGroup(props: any) {
  const { className, size, vertical, tag: Tag = 'div', ...attributes } = props;

  const classes = join(
    size ? 'btn-group-' + size : false,
    vertical ? 'btn-group-vertical' : 'btn-group',
  );

  return <Tag {...{ role: 'group', ...attributes }} className={classes} />;
}

export default ButtonGroup;
