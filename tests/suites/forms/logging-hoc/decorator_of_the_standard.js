import React from "react";

export function logged(Target, { kind, name }) {
  if (kind !== "class") throw new TypeError("Only classes can be logged.");
  return class extends Target {
    componentDidMount() {
      super.componentDidMount?.();
      console.log(`${name} mounted`);
    }
    componentWillUnmount() {
      console.log(`${name} unmounted`);
      super.componentWillUnmount?.();
    }
  };
}

@logged
export class Widget extends React.Component {
  render() {
    return React.createElement("p", null, "widget");
  }
}
