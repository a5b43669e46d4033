import { Component } from "react";

export default class Countdown extends Component {
  state = { left: this.props.seconds, isPaused: false };

  componentDidMount() {
    this.timer = setInterval(() => this.tick(), 1000);
  }

  componentDidUpdate(before) {
    if (before.seconds !== this.props.seconds) this.setState({ left: this.props.seconds });
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  tick() {
    if (this.state.isPaused || this.state.left === 0) return;
    const left = this.state.left - 1;
    this.setState({ left });
    if (left === 0) this.props.onEnd?.();
  }

  render() {
    const { left, isPaused } = this.state;
    return (
      <div>
        <p role="timer">{left === 0 ? "Time is up" : `${left} s`}</p>
        <button onClick={() => this.setState({ isPaused: !isPaused })}>{isPaused ? "Go on" : "Pause"}</button>
      </div>
    );
  }
}
