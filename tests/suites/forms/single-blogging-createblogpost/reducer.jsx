import * as React from "react";
function reducer(state, [type, value]) {
  if (type === "field") return { ...state, ...value };
  if (type === "saved") return { ...state, saved: value, error: undefined };
  return { ...state, error: value, saved: undefined };
}
module.exports = function Editor() {
  const [state, dispatch] = React.useReducer(reducer, { title: "", content: "" });
  async function create() {
    const { title, content } = state;
    const r = await fetch("/api/createPost", { method: "POST", body: JSON.stringify({ title, content }) });
    const body = await r.json();
    dispatch(r.ok ? ["saved", body] : ["failed", body.error]);
  }
  return React.createElement("div", null,
    React.createElement("input", { "aria-label": "Title", value: state.title, onChange: (e) => dispatch(["field", { title: e.target.value }]) }),
    React.createElement("input", { "aria-label": "Content", value: state.content, onChange: (e) => dispatch(["field", { content: e.target.value }]) }),
    React.createElement("button", { onClick: create }, "Create"),
    state.saved && React.createElement("strong", null, state.saved.title),
    state.error && React.createElement("i", null, state.error));
};
