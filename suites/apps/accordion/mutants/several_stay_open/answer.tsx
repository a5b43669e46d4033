import { useState } from "react";

type Section = { title: string; text: string };

export default function Accordion({ sections }: { sections: Section[] }) {
  const [open, setOpen] = useState<number[]>([]);
  return (
    <div>
      {sections.map((section, i) => (
        <section key={i}>
          <h3><button aria-expanded={open.includes(i)} onClick={() => setOpen(open.includes(i) ? open.filter((each) => each !== i) : [...open, i])}>{section.title}</button></h3>
          {open.includes(i) && <p>{section.text}</p>}
        </section>
      ))}
    </div>
  );
}
