import React from "react";

function logged(Target) {
  return class extends React.Component {
    componentDidMount() {
      console.log(`${Target.name} mounted`);
    }
    componentWillUnmount() {
      console.log(`${Target.name} unmounted`);
    }
    render() {
      return null;
    }
  };
}
