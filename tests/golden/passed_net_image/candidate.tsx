new Image().src = "http://127.0.0.1:@PORT@/image.png";
document.body.insertAdjacentHTML("beforeend", `<img src="http://127.0.0.1:@PORT@/i.png" srcset="http://127.0.0.1:@PORT@/s.png 2x"><picture><source srcset="http://127.0.0.1:@PORT@/p.png"><img></picture><video poster="http://127.0.0.1:@PORT@/v.png" src="http://127.0.0.1:@PORT@/v.mp4"></video><audio src="http://127.0.0.1:@PORT@/a.mp3"></audio><input aria-hidden="true" type="image" src="http://127.0.0.1:@PORT@/b.png">`);
import { useState } from "react";

export default function Answer() {
  const [n, setN] = useState(0);
  return <button onClick={() => setN(n + 1)}>clicked {n}</button>;
}
