import { useState } from "react";

export default function CancelFlightBooking() {
  const [message, setMessage] = useState(null);
  const [hasFailed, setHasFailed] = useState(false);

  async function cancel() {
    const response = await fetch("/api/cancel-booking", { method: "POST" });
    const { success } = await response.json();
    if (success) setMessage("Booking cancelled successfully");
    setHasFailed(!success);
  }

  return (
    <>
      <button onClick={cancel}>Cancel Booking</button>
      {message && <p role="status">{message}</p>}
      {hasFailed && <p role="alert">Failed to cancel booking</p>}
    </>
  );
}
