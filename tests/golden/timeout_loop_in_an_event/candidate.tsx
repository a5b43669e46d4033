export default function Answer() {
  return (
    <button
      onClick={() => {
        for (;;);
      }}
    >
      clicked 0
    </button>
  );
}
