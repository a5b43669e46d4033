import React from "react";

const join = (...names: any[]) => names.filter(Boolean).join(" ") || undefined;

class NavLink extends React.Component<any> {
  constructor(props: any) {
    super(props);

    this.onClick = this.onClick.bind(this);
  }

  onClick(e: any) {
    if (this.props.disabled) {
      e.preventDefault();
      return;
    }

    if (this.props.href === '#') {
      e.preventDefault();
      return;
    }

    if (this.props.onClick) {
      this.props.onClick(e);
    }
  }

  render() {
    const { className, active, tag: Tag = 'a', innerRef, ...attributes } = this.props;

    const classes = join(className, 'nav-link', attributes.disabled && 'disabled', active && 'active');

    return <Tag {...attributes} ref={innerRef} onClick={this.onClick} className={classes} />;
  }
}

export default NavLink;
