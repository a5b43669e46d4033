import React from "react";

export function logged(Target) {
  return class extends Target {
    componentDidMount() {
      console.log(`${Target.name} mounted`);
    }
  };
}

@logged
class Example extends React.Component {
  render() {
    return null;
  }
}
