import { useState } from "react";

export default function AttendeePhoneNumber() {
  const [phone, setPhone] = useState("");
  const [message, setMessage] = useState("");

  async function register(event) {
    event.preventDefault();
    if (!/^\d{10}$/.test(phone)) return setMessage("Invalid phone number format");
    const response = await fetch("/register-attendee", { method: "POST", body: JSON.stringify({ phone }) });
    setMessage(response.ok ? "Registration successful" : "Registration failed");
  }

  return (
    <form onSubmit={register}>
      <label htmlFor="phone">Phone</label>
      <input id="phone" value={phone} onChange={(event) => setPhone(event.target.value)} />
      <button type="submit">Submit</button>
      <p role="status">{message}</p>
    </form>
  );
}
