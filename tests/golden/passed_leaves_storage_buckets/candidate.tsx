const buckets = (navigator as any).storageBuckets;
void buckets?.open("left", { persisted: true }).then(async (bucket: any) => {
  bucket.indexedDB.open("left");
  await (await bucket.caches.open("left")).put("/left", new Response("1"));
  await (await bucket.getDirectory()).getFileHandle("left", { create: true });
}).catch(() => undefined);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
