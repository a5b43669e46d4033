import React from "react";

function logLifecycle(target) {
  const { componentDidMount, componentWillUnmount } = target.prototype;
  target.prototype.componentDidMount = function () {
    console.log(`${target.name} mounted`);
    componentDidMount?.call(this);
  };
  target.prototype.componentWillUnmount = function () {
    console.log(`${target.name} unmounted`);
    componentWillUnmount?.call(this);
  };
}

@logLifecycle
export default class Hello extends React.Component {
  render() {
    return <p>hello</p>;
  }
}
