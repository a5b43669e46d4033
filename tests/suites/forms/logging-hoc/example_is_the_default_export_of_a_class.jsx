import React from "react";

const withLogging = (WrappedComponent) => {
  return class LoggingComponent extends React.Component {
    componentDidMount() {
      console.log(`${WrappedComponent.name} mounted`);
    }
    componentWillUnmount() {
      console.log(`${WrappedComponent.name} unmounted`);
    }
    render() {
      return <WrappedComponent {...this.props} />;
    }
  };
};

class Counter extends React.Component {
  state = { count: 0 };
  render() {
    return <button onClick={() => this.setState({ count: this.state.count + 1 })}>{this.state.count}</button>;
  }
}

export default withLogging(Counter);
