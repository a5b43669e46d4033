const React = require("react");

function withLogging(Component) {
  return class extends React.PureComponent {
    componentDidMount() {
      console.log(Component.name + " mounted");
    }
    componentWillUnmount() {
      console.log(Component.name + " unmounted");
    }
    render() {
      return React.createElement(Component, this.props);
    }
  };
}

module.exports = withLogging;
