import React from "react";

export default class Answer extends React.Component<object, { n: number }> {
  state = { n: 0 };
  render() {
    return <button onClick={() => this.setState({ n: this.state.n + 1 })}>clicked {this.state.n}</button>;
  }
}
