import React from "react";

type Constructor = new (...args: any[]) => React.Component<any, any>;

export function logged<T extends Constructor>(Target: T) {
  return class extends Target {
    componentDidMount() {
      console.log(`${Target.name} mounted`);
      super.componentDidMount?.();
    }

    componentWillUnmount() {
      console.log(`${Target.name} unmounted`);
      super.componentWillUnmount?.();
    }
  };
}

@logged
class Example extends React.Component<{ text: string }> {
  render() {
    return <p>{this.props.text}</p>;
  }
}

export default Example;
