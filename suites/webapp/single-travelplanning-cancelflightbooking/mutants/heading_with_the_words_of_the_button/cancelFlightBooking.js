import { useState } from "react";

export default function CancelFlightBooking() {
  const [message, setMessage] = useState(null);

  async function cancel() {
    const response = await fetch("/api/cancel-booking", { method: "POST" });
    const { success } = await response.json();
    setMessage(success ? "Booking cancelled successfully" : "Failed to cancel booking");
  }

  return (
    <>
      <h1>Cancel Booking</h1>
      <button onClick={cancel}>Cancel Booking</button>
      {message && <p role="status">{message}</p>}
    </>
  );
}
