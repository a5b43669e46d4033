import { Camera, Trash2 as Bin } from "lucide-react";

export default () => <p><Camera size={32} aria-label="camera" /><Bin aria-label="bin" /></p>;
