export default function Answer() {
  return { clicked: 0 };
}
