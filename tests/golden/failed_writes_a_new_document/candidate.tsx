document.open();
document.write("<button>clicked 1</button>");
document.close();
export default function Answer() {
  return <button>clicked 0</button>;
}
