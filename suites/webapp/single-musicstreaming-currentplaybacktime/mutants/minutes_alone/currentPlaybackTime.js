import { useEffect, useState } from "react";

export default function PlaybackTime() {
  const [time, setTime] = useState("");
  const [error, setError] = useState("");

  useEffect(() => {
    fetch("/api/playbackTime").then(async (response) => {
      if (response.ok) setTime((await response.json()).currentTime.split(":")[0]);
      else setError("Error updating playback time");
    });
  }, []);

  return error ? <p role="alert">{error}</p> : <time>{time}</time>;
}
