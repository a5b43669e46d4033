import React, { useState } from "react";
const valid = (text) => { const parts = text.split("-"); return parts.length === 3 && [3, 3, 4].every((n, i) => parts[i].length === n && !isNaN(parts[i])); };
export default function Registration() {
  const [phone, setPhone] = useState("");
  const [errors, setErrors] = useState([]);
  const [done, setDone] = useState(false);
  const handle = async () => {
    if (!valid(phone)) { setErrors(["Invalid phone number format"]); return; }
    setErrors([]);
    const res = await fetch("/register-attendee", { method: "POST", body: JSON.stringify({ phone }) });
    res.ok ? setDone(true) : setErrors(["Registration failed"]);
  };
  return <div><label>Phone Number: <input type="tel" value={phone} onChange={(e) => setPhone(e.target.value)} /></label><button onClick={handle}>Submit</button>{errors.map((e) => <p key={e}>{e}</p>)}{done && <p>Registration successful!</p>}</div>;
}
