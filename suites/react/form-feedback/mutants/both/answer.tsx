import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function FormFeedback(props: any) {
  const { className, valid = undefined, tooltip, tag: Tag = 'div', ...attributes } = props;

  const validMode = tooltip ? 'tooltip' : 'feedback';

  const classes = join(className, `${valid ? 'valid' : 'invalid'}-feedback`);

  return <Tag {...attributes} className={classes} />;
}

export default FormFeedback;
