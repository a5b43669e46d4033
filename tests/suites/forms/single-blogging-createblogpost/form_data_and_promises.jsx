import { useState } from "react";
const App = () => {
  const [node, setNode] = useState(null);
  const onSubmit = (e) => {
    e.preventDefault();
    const fields = Object.fromEntries(new FormData(e.target));
    fetch("/api/createPost", { method: "POST", body: JSON.stringify(fields) })
      .then((r) => r.json().then((j) => (r.status < 400 ? <h1>{j.title}</h1> : <em>{j.error}</em>)))
      .then(setNode);
  };
  return <form onSubmit={onSubmit}><label>Title<input name="title" /></label><label>Content<input name="content" /></label><button>Create</button>{node}</form>;
};
export { App as default };
