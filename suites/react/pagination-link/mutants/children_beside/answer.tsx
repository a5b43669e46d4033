import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

function PaginationLink(props: any) {
  let { className, next, previous, first, last, tag: Tag = 'a', ...attributes } = props;

  let defaultAriaLabel;
  let defaultCaret;
  if (previous) {
    defaultAriaLabel = 'Previous';
    defaultCaret = '\u2039';
  } else if (next) {
    defaultAriaLabel = 'Next';
    defaultCaret = '\u203A';
  } else if (first) {
    defaultAriaLabel = 'First';
    defaultCaret = '\u00ab';
  } else if (last) {
    defaultAriaLabel = 'Last';
    defaultCaret = '\u00bb';
  }

  const ariaLabel = props['aria-label'] || defaultAriaLabel;

  let { children } = props;
  if (children && Array.isArray(children) && children.length === 0) {
    children = null;
  }

  if (!attributes.href && Tag === 'a') {
    Tag = 'button';
  }

  if (previous || next || first || last) {
    children = [
      <span aria-hidden="true" key="caret">
        {defaultCaret}{children}
      </span>,
      <span className="visually-hidden" key="ariaLabel">
        {ariaLabel}
      </span>,
    ];
  }

  return (
    <Tag {...attributes} className={join(className, 'page-link')} aria-label={ariaLabel}>
      {children}
    </Tag>
  );
}

export default PaginationLink;
