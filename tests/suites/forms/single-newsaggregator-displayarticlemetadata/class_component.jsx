import React from "react";
export default class extends React.Component {
  state = { articles: [], error: "" };
  componentDidMount() {
    fetch("/api/articles").then((r) => (r.status === 200 ? r.json().then((articles) => this.setState({ articles })) : this.setState({ error: "Failed to load article metadata" })));
  }
  render() { return <div>{this.state.error}{this.state.articles.map(({ id, ...rest }) => <div key={id}>{["author", "date", "source"].map((k) => <span key={k}>{rest[k]}</span>)}</div>)}</div>; }
}
