export default function Answer() {
  return <a href="#" onClick={(event) => { Object.defineProperty(event.nativeEvent, "defaultPrevented", { value: true }); }}>go</a>;
}
