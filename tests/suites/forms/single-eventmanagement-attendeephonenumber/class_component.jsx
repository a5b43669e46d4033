import React from "react";
export default class Phone extends React.Component {
  state = { phone: "", status: "" };
  onChange = (e) => this.setState({ phone: e.target.value });
  onClick = async () => {
    const ok = /^[0-9]{3}-?[0-9]{3}-?[0-9]{4}$/.test(this.state.phone);
    if (!ok) return this.setState({ status: "Invalid phone number format" });
    try { const r = await fetch("/register-attendee", { method: "POST" }); this.setState({ status: r.ok ? "Registration successful" : "Sorry" }); } catch { this.setState({ status: "Sorry" }); }
  };
  render() { return <div><label htmlFor="p">Your phone</label><input id="p" value={this.state.phone} onChange={this.onChange} /><button onClick={this.onClick}>Submit</button><p>{this.state.status}</p></div>; }
}
