import { useState } from "react";

export default function ProfilePicture() {
  const [picture, setPicture] = useState(null);
  const [text, setText] = useState("");
  const [error, setError] = useState("");

  async function update() {
    const body = new FormData();
    body.append("picture", picture);
    const response = await fetch("/api/profile/picture", { method: "PUT", body });
    const { message, error } = await response.json();
    if (response.ok) setText(message);
    setError(response.ok ? "" : error);
  }

  return (
    <>
      <input type="file" accept="image/*" data-testid="profile-picture" onChange={(event) => setPicture(event.target.files[0])} />
      <button onClick={update}>Update Picture</button>
      <p role="status">{text}</p>
      <p role="alert">{error}</p>
    </>
  );
}
