import { useEffect, useState } from "react";

export default function PlaybackTime() {
  const [time, setTime] = useState("");
  const [error, setError] = useState("");

  useEffect(() => {
    fetch("/api/playbackTime").then(async (response) => {
      if (response.ok) setTime((await response.json()).currentTime);
      else setError("Error updating playback time");
    });
  }, []);

  return error || !time ? <p role="alert">Error updating playback time</p> : <time>{time}</time>;
}
