import { useState } from "react";

export default function Profile() {
  return (
    <>
      <Visibility postId={1} />
      <ProfileForm />
    </>
  );
}

function Visibility({ postId }) {
  const [message, setMessage] = useState("");

  const change = async (visibility) => {
    setMessage(`Post is now ${visibility}.`);
    const response = await fetch(`/api/posts/${postId}`, { method: "PATCH", body: JSON.stringify({ visibility }) });
    setMessage(response.ok ? `Post is now ${visibility}.` : "Failed to update visibility settings.");
  };

  return (
    <section>
      <button onClick={() => change("public")}>Set Public</button>
      <button onClick={() => change("private")}>Set Private</button>
      <p role="status">{message}</p>
    </section>
  );
}

function ProfileForm() {
  const [name, setName] = useState("");
  const [message, setMessage] = useState("");

  async function save(event) {
    event.preventDefault();
    const answer = await fetch("/api/profile", { method: "PUT", body: JSON.stringify({ name }) });
    const body = await answer.json();
    setMessage(answer.ok ? body.message : body.error);
  }

  return (
    <form onSubmit={save}>
      <input data-testid="profile-name" value={name} onChange={(event) => setName(event.target.value)} />
      <button>Save Changes</button>
      <p role="status">{message}</p>
    </form>
  );
}
