import { useState } from "react";

export default function Answer() {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="max-w-md p-6">
      <button className="bg-[rgb(1,2,3)] px-4" onClick={() => setOpen(true)}>open</button>
      <p className={isOpen ? "text-[17px]" : "hidden"}>details</p>
    </div>
  );
}
