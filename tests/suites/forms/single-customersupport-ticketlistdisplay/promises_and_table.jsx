import React from "react";
class TicketListDisplay extends React.Component {
  constructor(props) {
    super(props);
    this.state = { tickets: null, failed: false };
  }
  componentDidMount() {
    fetch("/api/tickets", { headers: { Accept: "application/json" } })
      .then((r) => { if (r.status !== 200) { throw r; } return r.json(); })
      .then((tickets) => this.setState({ tickets }), () => this.setState({ failed: true }));
  }
  render() {
    if (this.state.failed) return <div className="error">Failed to fetch ticket list</div>;
    if (!this.state.tickets) return <div>Loading...</div>;
    return <table><tbody>{this.state.tickets.map((t) => <tr key={t.id}><td>{t.id}</td><td>{t.status}</td></tr>)}</tbody></table>;
  }
}
export default TicketListDisplay;
