import { useState, Fragment } from "react";
export default () => {
  const [ok, setOk] = useState(undefined);
  const ask = async () => setOk(/true/.test(await (await fetch("/api/cancel-booking", { method: "POST" })).text()));
  return <Fragment><button onClick={ask}>Cancel Booking</button>{ok === undefined ? null : <p>{ok ? "Booking cancelled successfully" : "Failed to cancel booking"}</p>}</Fragment>;
};
