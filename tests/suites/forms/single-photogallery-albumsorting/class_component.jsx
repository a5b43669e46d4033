import { Component } from "react";
export default class Albums extends Component {
  state = { by: "date", albums: [], failed: false };
  load = async () => {
    const { by } = this.state;
    const answer = await fetch(`/api/albums?sortBy=${by}`).catch(() => null);
    this.setState(answer?.ok ? { albums: await answer.json(), failed: false } : { albums: [], failed: true });
  };
  render() {
    return <section><select data-testid="sort-select" value={this.state.by} onChange={(e) => this.setState({ by: e.target.value })}><option value="date">Newest</option><option value="name">A-Z</option></select><button data-testid="sort-button" onClick={this.load}>Go</button>{this.state.failed ? <p data-testid="sort-failure">!</p> : this.state.albums.map((a) => <div key={a.id} data-testid={`album-${a.id}`}>{a.name}</div>)}</section>;
  }
}
