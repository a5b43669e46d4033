/** The messages between the Python lane's host page and its Workers. */
export interface PythonParts {
  module: WebAssembly.Module;
  library: ArrayBuffer; // the standard library, zipped
  snapshot: ArrayBuffer;
  lock: string;
}
export interface PythonJob {
  files: Record<string, string>;
  fixtures: Record<string, string>; // file name to base64
  entry: string;
  checksPath: string;
  checks: string;
  memoryMb: number;
}
export interface WheelFile {
  name: string;
  address: string;
  isTrusted: boolean; // a file of Pyodide's own release
}
/** The data that an interpreter gets before its job. */
export interface PythonWheels {
  wheels: { name: string; isTrusted: boolean; content: ArrayBuffer }[];
  modules: string[]; // of trusted wheels: imported before the answer
}
