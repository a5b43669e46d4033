import { useState, useRef } from "react";
export default () => {
  const select = useRef();
  const [state, setState] = useState([[], ""]);
  async function run() {
    let list = [], problem = "";
    try { list = await (await fetch(`/api/albums?${new URLSearchParams({ sortBy: select.current.value })}`)).json(); } catch { problem = "Sorry, that failed"; }
    setState([list, problem]);
  }
  return <><select ref={select} data-testid="sort-select"><option>name</option><option>date</option></select><button data-testid="sort-button" onClick={run} />{state[0].map(({ id, name }) => <i key={id} data-testid={`album-${id}`}>{name}</i>)}<p data-testid="sort-failure">{state[1]}</p></>;
};
