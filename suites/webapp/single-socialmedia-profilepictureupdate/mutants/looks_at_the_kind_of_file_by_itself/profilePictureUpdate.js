import { useState } from "react";

export default function ProfilePicture() {
  const [picture, setPicture] = useState(null);
  const [text, setText] = useState("");

  async function update() {
    if (!picture.type.startsWith("image/")) return setText("Invalid image format");
    const body = new FormData();
    body.append("picture", picture);
    const response = await fetch("/api/profile/picture", { method: "PUT", body });
    const { message, error } = await response.json();
    setText(response.ok ? message : error);
  }

  return (
    <>
      <input type="file" accept="image/*" data-testid="profile-picture" onChange={(event) => setPicture(event.target.files[0])} />
      <button onClick={update}>Update Picture</button>
      <p role="status">{text}</p>
    </>
  );
}
