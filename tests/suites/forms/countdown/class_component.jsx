import React from "react";

export default class Timer extends React.Component {
  static defaultProps = { seconds: 60 };
  state = { left: this.props.seconds };

  componentWillUnmount() {
    this.pause();
  }

  start = () => {
    if (this.id || this.state.left === 0) return;
    this.id = setInterval(this.tick, 1000);
  };

  tick = () => {
    const left = this.state.left - 1;
    this.setState({ left });
    if (left === 0) {
      this.pause();
      if (this.props.onEnd) this.props.onEnd();
    }
  };

  pause = () => {
    clearInterval(this.id);
    this.id = undefined;
  };

  reset = () => {
    this.pause();
    this.setState({ left: this.props.seconds });
  };

  render() {
    const { left } = this.state;
    const pad = (n) => (n < 10 ? "0" : "") + n;
    return (
      <div>
        <h2>{pad(Math.floor(left / 60)) + ":" + pad(left % 60)}</h2>
        {left === 0 && <p>Time is up</p>}
        <button onClick={this.start}>Start</button>
        <button onClick={this.pause}>Pause</button>
        <button onClick={this.reset}>Reset</button>
      </div>
    );
  }
}
