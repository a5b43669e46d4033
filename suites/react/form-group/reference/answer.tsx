import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function FormGroup(props: any) {
  const {
    className,
    row,
    disabled,
    check,
    inline,
    floating,
    noMargin,
    tag: Tag = 'div',
    switch: switchProp,
    ...attributes
  } = props;

  const formCheck = check || switchProp;

  const classes = join(
    className,
    row ? 'row' : false,
    formCheck ? 'form-check' : false,
    switchProp ? 'form-switch' : false,
    formCheck || noMargin ? false : 'mb-3',
    formCheck && inline ? 'form-check-inline' : false,
    formCheck && disabled ? 'disabled' : false,
    floating && 'form-floating',
  );

  if (Tag === 'fieldset') {
    attributes.disabled = disabled;
  }

  return <Tag {...attributes} className={classes} />;
}

export default FormGroup;
