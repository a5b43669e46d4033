import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function Pagination(props: any) {
  const {
    className,
    listClassName,
    size,
    tag: Tag = 'nav',
    listTag: ListTag = 'ul',
    'aria-label': label = 'pagination',
    ...attributes
  } = props;

  const listClasses = join(listClassName, className, 'pagination', size && `pagination-${size}`);

  return (
    <Tag className={join(className)} aria-label={label}>
      <ListTag {...attributes} className={listClasses} />
    </Tag>
  );
}

export default Pagination;
