import { useState } from "react";
export default function Booking() {
  const [done, setDone] = useState(false);
  const [failed, setFailed] = useState(false);
  const onClick = async () => {
    try {
      const res = await fetch("/api/cancel-booking", { method: "POST", body: JSON.stringify({ bookingId: 1 }) });
      const data = await res.json();
      if (!res.ok || !data.success) throw new Error();
      setDone(true); setFailed(false);
    } catch { setFailed(true); setDone(false); }
  };
  return <>{done && "Booking cancelled successfully"}{failed && "Failed to cancel booking"}<button onClick={onClick}>Cancel Booking</button></>;
}
