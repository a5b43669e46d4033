import React from "react";

export function LogMounts(options: { level?: "log" | "info" } = {}) {
  const level = options.level ?? "log";
  return function <P extends object>(Target: React.ComponentClass<P>): any {
    const name = Target.displayName || Target.name;
    return class Logged extends React.Component<P> {
      componentDidMount() {
        console[level](`${name} did mount`);
      }
      componentWillUnmount() {
        console[level](`${name} will unmount`);
      }
      render() {
        return <Target {...this.props} />;
      }
    };
  };
}

@LogMounts({ level: "info" })
class Card extends React.Component<{ title: string }> {
  render() {
    return <h2>{this.props.title}</h2>;
  }
}

export { Card };
