void navigator.geolocation?.getCurrentPosition(() => undefined, () => undefined);
void (window as any).Notification?.requestPermission?.();
void navigator.clipboard?.readText?.().catch(() => undefined);
void navigator.mediaDevices?.getUserMedia?.({ audio: true }).catch(() => undefined);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
