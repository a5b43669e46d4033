export function formatDuration(seconds) {
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const head = hours ? `${hours}:${minutes}` : String(minutes);
  return `${head}:${two(seconds % 60)}`;
}
