import React, { Children } from "react";

const KINDS = { previous: ["Previous", "‹"], next: ["Next", "›"], first: ["First", "«"], last: ["Last", "»"] };

export function PaginationLink({ previous, next, first, last, href, tag, className, children, ...rest }: any) {
  const flags: any = { previous, next, first, last };
  const kind = Object.keys(KINDS).find((name) => flags[name]) as keyof typeof KINDS | undefined;
  const Tag = tag ?? (href ? "a" : "button");
  const names = className ? `page-link ${className}` : "page-link";
  if (!kind) return <Tag {...rest} href={href} className={names}>{children}</Tag>;
  const [word, caret] = KINDS[kind];
  const label = rest["aria-label"] ?? word;
  return (
    <Tag {...rest} href={href} className={names} aria-label={label}>
      <span aria-hidden="true">{Children.count(children) ? children : caret}</span>
      <span className="visually-hidden">{label}</span>
    </Tag>
  );
}
