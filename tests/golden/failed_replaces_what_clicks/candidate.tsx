import { fireEvent } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
try { (fireEvent as any).click = () => true; } catch {}
try { (userEvent as any).click = async () => {}; } catch {}
export default function Answer({ onSave }: any) { return <button onClick={onSave}>none</button>; }
