try {
  const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:@PORT@" }, { urls: "turn:127.0.0.1:@PORT@?transport=tcp", username: "a", credential: "b" }] });
  peer.createDataChannel("leak");
  void peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(() => undefined);
} catch { /* refused */ }
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
