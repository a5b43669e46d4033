import { useState } from "react";

export default function RoomAvailability() {
  const [text, setText] = useState("");

  async function check(hotel) {
    const response = await fetch(`/api/hotels/${hotel}/rooms?dates=2023-01-01_to_2023-01-10`, { method: "POST" });
    const { available, message } = await response.json();
    setText(available ? "Available" : message);
  }

  return (
    <section>
      <button data-testid="check-availability-1" onClick={() => check(1)}>Check</button>
      <p>{text}</p>
    </section>
  );
}
