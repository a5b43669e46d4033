import { useState } from "react";
import Cookies from "js-cookie";
import copy from "copy-to-clipboard";

export default function Answer() {
  const [name, setName] = useState(Cookies.get("name") ?? "nobody");
  const keep = () => { Cookies.set("name", "Ada", { expires: 7 }); setName(Cookies.get("name") ?? "nobody"); };
  return <><button onClick={keep}>{name}</button><button onClick={() => copy("text")}>copy</button></>;
}
