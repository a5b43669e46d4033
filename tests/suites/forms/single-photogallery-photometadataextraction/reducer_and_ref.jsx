import React, { useReducer, useRef } from "react";

const reducer = (state, action) => {
  switch (action.type) {
    case "started":
      return { isLoading: true, metadata: null, error: null };
    case "read":
      return { isLoading: false, metadata: action.metadata, error: null };
    default:
      return { isLoading: false, metadata: null, error: "Metadata extraction failed." };
  }
};

function PhotoUploadComponent() {
  const input = useRef(null);
  const [{ isLoading, metadata, error }, dispatch] = useReducer(reducer, {});

  const handleUpload = () => {
    dispatch({ type: "started" });
    fetch("/upload", { method: "POST", body: input.current.files[0] })
      .then((response) => response.json())
      .then((data) => dispatch(data.metadata ? { type: "read", metadata: data.metadata } : { type: "failed" }))
      .catch(() => dispatch({ type: "failed" }));
  };

  return (
    <div>
      <input ref={input} type="file" data-testid="file-input" accept="image/*" />
      <button data-testid="upload-button" onClick={handleUpload} disabled={isLoading}>{isLoading ? "Uploading" : "Upload"}</button>
      {metadata && <p>Date: {metadata.date}</p>}
      {metadata && <p>Location: {metadata.location}</p>}
      {error && <p>{error}</p>}
    </div>
  );
}

export default PhotoUploadComponent;
