import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function CloseButton(props: any) {
  const { className, variant, innerRef, ...attributes } = props;

  const classes = join(className, 'btn-close', variant && `btn-close-${variant}`);

  return (
    <button
      ref={innerRef}
      type="button"
      className={classes}
      {...{ ...attributes, 'aria-label': 'close' }}
    />
  );
}

export default CloseButton;
