import React, { useCallback } from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Button(props: any) {
  const onClick = useCallback(
    (e: any) => {
      if (props.disabled) {
        e.preventDefault();
        return;
      }

      if (props.onClick) {
        return props.onClick(e);
      }
    },
    [props.onClick, props.disabled],
  );

  let {
    active,
    'aria-label': ariaLabel,
    block,
    className,
    color = 'secondary',
    outline,
    size,
    tag: Tag = 'button',
    innerRef,
    ...attributes
  } = props;

  const btnOutlineColor = `btn-${color}${outline ? ` btn-outline-${color}` : ''}`;

  const classes = join(
    className,
    'btn',
    btnOutlineColor,
    size ? `btn-${size}` : false,
    block ? 'd-block w-100' : false,
    active && 'active',
    props.disabled && 'disabled',
  );

  if (attributes.href && Tag === 'button') {
    Tag = 'a';
  }

  return (
    <Tag
      type={Tag === 'button' && attributes.onClick ? 'button' : undefined}
      {...attributes}
      className={classes}
      ref={innerRef}
      onClick={onClick}
      aria-label={ariaLabel}
    />
  );
}

export default Button;
