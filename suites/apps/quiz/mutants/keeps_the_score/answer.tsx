import { useState } from "react";

type Question = { question: string; options: string[]; answer: number };

export default function Quiz({ questions }: { questions: Question[] }) {
  const [at, setAt] = useState(0);
  const [score, setScore] = useState(0);
  const choose = (option: number) => {
    if (option === questions[at].answer) setScore(score + 1);
    setAt(at + 1);
  };
  const again = () => {
    setAt(0);
  };
  if (questions.length === 0) return <p>No questions</p>;
  if (at >= questions.length)
    return (
      <div>
        <p>Score: {score} of {questions.length}</p>
        <button onClick={again}>Again</button>
      </div>
    );
  return (
    <div>
      <p>Question {at + 1} of {questions.length}</p>
      <h2>{questions[at].question}</h2>
      {questions[at].options.map((option, i) => <button key={option} onClick={() => choose(i)}>{option}</button>)}
    </div>
  );
}
