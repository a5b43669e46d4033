import { useState } from "react";
import { AnimatePresence, motion } from "framer-motion";
import { motion as newer } from "motion/react";

export default function Answer() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(false)}>close</button>
      <AnimatePresence>{isOpen && <motion.p exit={{ opacity: 0 }} transition={{ duration: 0.05 }}>open</motion.p>}</AnimatePresence>
      <newer.b initial={{ opacity: 0 }} animate={{ opacity: 1 }} transition={{ duration: 0.05 }}>seen</newer.b>
    </>
  );
}
