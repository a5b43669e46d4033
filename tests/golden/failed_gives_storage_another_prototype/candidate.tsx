Object.setPrototypeOf(localStorage, { getItem: () => "5" });

export default function Answer() {
  return <p>0</p>;
}
