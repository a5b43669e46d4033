import { Component } from "react";
export default class News extends Component {
  state = { limit: "10", articles: [], error: "" };
  apply = async () => {
    try {
      const r = await fetch(`/api/articles?limit=${this.state.limit}`);
      if (!r.ok) throw new Error();
      this.setState({ articles: await r.json(), error: "" });
    } catch { this.setState({ articles: [], error: "Failed to adjust the number of articles" }); }
  };
  render() {
    const { limit, articles, error } = this.state;
    return <><select data-testid="articles-limit-input" value={limit} onChange={(e) => this.setState({ limit: e.target.value })}>{[5, 10, 20].map((n) => <option key={n}>{n}</option>)}</select><button data-testid="adjust-articles-button" onClick={this.apply}>OK</button>{error && <b>{error}</b>}{articles.map((a) => <article key={a.id}><h4>{a.title}</h4></article>)}</>;
  }
}
