import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function CloseButton(props: any) {
  const { className, variant, innerRef, ...attributes } = props;

  const classes = join(className, 'btn-close', `btn-close-${variant}`);

  return (
    <button
      ref={innerRef}
      type="button"
      className={classes}
      {...{ 'aria-label': 'close', ...attributes }}
    />
  );
}

export default CloseButton;
