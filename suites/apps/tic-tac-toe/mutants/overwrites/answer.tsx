import { useState } from "react";

const LINES = [
  [0, 1, 2], [3, 4, 5], [6, 7, 8],
  [0, 3, 6], [1, 4, 7], [2, 5, 8],
  [0, 4, 8], [2, 4, 6],
];

function winnerOf(squares: string[]) {
  const line = LINES.find(([a, b, c]) => squares[a] && squares[a] === squares[b] && squares[a] === squares[c]);
  return line ? squares[line[0]] : "";
}

function Square({ value, onPress }: { value: string; onPress: () => void }) {
  return <button style={{ width: 48, height: 48 }} onClick={onPress}>{value}</button>;
}

export default function TicTacToe() {
  const [squares, setSquares] = useState<string[]>(Array(9).fill(""));
  const n = squares.filter(Boolean).length;
  const next = n % 2 ? "O" : "X";
  const winner = winnerOf(squares);
  const play = (at: number) => {
    if (winner) return;
    setSquares(squares.map((value, i) => (i === at ? next : value)));
  };
  return (
    <div>
      <p>{winner ? `Winner: ${winner}` : n === 9 ? "Draw" : `Next: ${next}`}</p>
      <div style={{ display: "grid", gridTemplateColumns: "repeat(3, 48px)" }}>
        {squares.map((value, i) => <Square key={i} value={value} onPress={() => play(i)} />)}
      </div>
      <button onClick={() => setSquares(Array(9).fill(""))}>New game</button>
    </div>
  );
}
