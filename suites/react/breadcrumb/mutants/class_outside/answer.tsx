import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Breadcrumb(props: any) {
  const {
    className,
    listClassName,
    children,
    tag: Tag = 'nav',
    listTag: ListTag = 'ol',
    'aria-label': label = 'breadcrumb',
    ...attributes
  } = props;

  return (
    <Tag {...attributes} className={join('breadcrumb', className)} aria-label={label}>
      <ListTag className={join(listClassName)}>{children}</ListTag>
    </Tag>
  );
}

export default Breadcrumb;
