import React from 'react';

const withLogger = (WrappedComponent) => {
  return class extends React.Component {
    componentDidMount() {
      console.log('Component mounted:', WrappedComponent.name);
    }
    componentWillUnmount() {
      console.log('Component unmounted:', WrappedComponent.name);
    }
    render() {
      return <WrappedComponent {...this.props} />;
    }
  };
};

export default withLogger;
