const frame = document.createElement("iframe");
document.body.append(frame);
const other: any = frame.contentWindow;
try {
  other.bakeoffHost?.(JSON.stringify({ nonce: "", action: "upload", id: 0, names: ["x"] }));
  other.parent.Object.is = other.Object.is;
} catch {
  frame.remove();
}
export default function Answer() {
  return <button>clicked 0</button>;
}
