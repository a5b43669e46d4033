import React from "react";

export default class Watch extends React.Component {
  state = { tenths: 0 };
  timer = null;

  componentWillUnmount() {
    this.stop();
  }

  start = () => {
    if (this.timer) return;
    this.timer = setInterval(() => this.setState(({ tenths }) => ({ tenths: tenths + 1 })), 100);
  };

  stop = () => {
    clearInterval(this.timer);
    this.timer = null;
  };

  reset = () => {
    this.stop();
    this.setState({ tenths: 0 });
  };

  render() {
    const { tenths } = this.state;
    return (
      <div>
        <h1>{Math.floor(tenths / 10)}.{tenths % 10}</h1>
        <button onClick={this.start}>Start</button>
        <button onClick={this.stop}>Stop</button>
        <button onClick={this.reset}>Reset</button>
      </div>
    );
  }
}
