import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

const getExpandClass = (expand: boolean | string) => {
  if (expand === false) {
    return false;
  }
  if (expand === true || expand === 'xs') {
    return 'navbar-expand';
  }

  return `navbar-expand-${expand}`;
};

function Navbar(props: any) {
  const {
    expand = true,
    className,
    light,
    dark,
    fixed,
    sticky,
    color,
    container = 'fluid',
    tag: Tag = 'nav',
    children,
    ...attributes
  } = props;

  const classes = join(
    className,
    'navbar',
    getExpandClass(expand),
    light && 'navbar-light',
    dark && 'navbar-dark',
    color && `bg-${color}`,
    fixed && `fixed-${fixed}`,
    sticky && `sticky-${sticky}`,
  );

  const containerClass = container === true ? 'container' : `container-${container}`;

  return (
    <Tag {...attributes} className={classes}>
      {container ? <div className={containerClass}>{children}</div> : children}
    </Tag>
  );
}

export default Navbar;
