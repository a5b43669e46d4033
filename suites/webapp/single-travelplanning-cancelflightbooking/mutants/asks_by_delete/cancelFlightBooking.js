import { useState } from "react";

export default function CancelFlightBooking() {
  const [message, setMessage] = useState(null);

  async function cancel() {
    const response = await fetch("/api/cancel-booking", { method: "DELETE" });
    const { success } = await response.json();
    setMessage(success ? "Booking cancelled successfully" : "Failed to cancel booking");
  }

  return (
    <>
      <button onClick={cancel}>Cancel Booking</button>
      {message && <p role="status">{message}</p>}
    </>
  );
}
