import React from "react";
class App extends React.Component {
  state = { text: "", said: null };
  send = () =>
    fetch("/api/comments", { method: "post", body: this.state.text }).then((r) => this.setState({ said: r.ok ? "Comment added successfully" : "Failed to add comment" }));
  render() {
    return (
      <div>
        <input placeholder="Add a comment..." onChange={(e) => this.setState({ text: e.target.value })} value={this.state.text} />
        <button type="button" onClick={this.send}>Submit</button>
        {this.state.said ? <div>{this.state.said}</div> : null}
      </div>
    );
  }
}
export default App;
