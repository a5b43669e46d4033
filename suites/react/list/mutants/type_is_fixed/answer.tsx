import React, { forwardRef } from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

const List = forwardRef<any, any>((props, ref) => {
  const { className, tag: Tag = 'ul', type, ...attributes } = props;
  const classes = join(className, type ? 'list-unstyled' : false);

  return <Tag {...attributes} className={classes} ref={ref} />;
});

export default List;
