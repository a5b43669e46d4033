import { Component } from "react";

export default class App extends Component<object, { history: number[]; place: number }> {
  state = { history: [0], place: 0 };

  change(next: number) {
    this.setState(({ history, place }) => {
      if (history[place] === next) return null;
      return { history: history.slice(0, place + 1).concat(next), place: place + 1 };
    });
  }

  render() {
    const { history, place } = this.state;
    const count = history[place];
    return (
      <main>
        <span>Count: </span><strong>{count}</strong>
        <div>
          <button onClick={() => this.change(count + 1)}>+1</button>
          <button onClick={() => this.change(count - 1)}>-1</button>
          <button onClick={() => this.change(count * 2)}>Double</button>
          <button disabled={place < 1} onClick={() => this.setState({ place: place - 1 })}>Undo</button>
          <button disabled={place + 1 >= history.length} onClick={() => this.setState({ place: place + 1 })}>Redo</button>
        </div>
      </main>
    );
  }
}
