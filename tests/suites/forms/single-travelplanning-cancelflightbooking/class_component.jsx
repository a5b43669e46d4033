import React from "react";
class Cancel extends React.Component {
  state = {};
  go = () => fetch("/api/cancel-booking", { method: "POST" }).then((r) => r.json()).then(({ success }) => this.setState({ text: success === true ? "Booking cancelled successfully" : "Failed to cancel booking" }));
  render() { return <div><button onClick={this.go}>Cancel Booking</button><p>{this.state.text}</p></div>; }
}
export default Cancel;
