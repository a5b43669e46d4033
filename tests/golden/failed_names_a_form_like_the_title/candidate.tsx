export default function Answer() {
  return <><form name="title" /><form name="body" /><img name="querySelector" alt="" /></>;
}
