const g = globalThis as any;
const tried = async (work: () => unknown): Promise<void> => { try { await work(); } catch { /* refused is as good */ } };
const MADE = { owner: location.origin, name: "left", lifetimeMs: 1e9 };
void tried(() => g.cookieStore.set({ name: "left", value: "1", partitioned: true, expires: Date.now() + 1e9, sameSite: "none" }));
void tried(() => { document.cookie = "left=1; path=/page; max-age=9999"; document.cookie = "__Secure-left=1; secure; max-age=9999"; });
void tried(() => g.navigator.storage.persist());
void tried(() => g.navigator.joinAdInterestGroup(MADE, 1e6));
void tried(() => g.sharedStorage.set("left", "1"));
for (const kind of [0, 1]) void tried(() => g.webkitRequestFileSystem(kind, 1000, (made: any) => made.root.getFile("left", { create: true })));
void tried(() => g.crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt"]).then((key: unknown) => {
  const open = indexedDB.open("left key");
  open.onupgradeneeded = () => open.result.createObjectStore("left").put(key, 1);
}));
void tried(() => g.navigator.clipboard.writeText("left"));
void tried(() => g.Notification.requestPermission());
void tried(() => g.navigator.login.setStatus("logged-in"));
void tried(() => { g.navigator.mediaSession.metadata = new MediaMetadata({ title: "left" }); });
void tried(() => { speechSynthesis.speak(new SpeechSynthesisUtterance("left ".repeat(1000))); speechSynthesis.pause(); });
for (let i = 0; i < 5; i++) history.pushState({ left: i }, "", `#left${i}`);
history.scrollRestoration = "manual";
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
