import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Badge(props: any) {
  let { className, color = 'secondary', innerRef, pill = false, tag: Tag = 'span', ...attributes } = props;

  const classes = join(
    className,
    'badge',
    'bg-' + color,
    pill ? 'rounded-pill' : false,
  );

  if (attributes.href && Tag === 'span') {
    Tag = 'a';
  }

  return <Tag {...attributes} className={classes} ref={innerRef} />;
}

export default Badge;
