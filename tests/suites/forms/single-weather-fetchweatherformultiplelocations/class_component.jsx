import { Component } from "react";
export default class extends Component {
  state = { value: "", rows: [], missing: false };
  submit = async (e) => {
    e.preventDefault();
    const r = await fetch("/api/weather", { method: "POST", body: this.state.value });
    const rows = r.ok ? (await r.json()).data : [];
    this.setState({ rows, missing: !rows.length });
  };
  render() { return <form onSubmit={this.submit}><input data-testid="locations-input" value={this.state.value} onChange={(e) => this.setState({ value: e.target.value })} /><button>Fetch Weather</button>{this.state.rows.map((w) => <h5 key={w.location}>{`${w.location}: Temperature: ${w.temperature}`}</h5>)}{this.state.missing && <h5>Locations not found</h5>}</form>; }
}
