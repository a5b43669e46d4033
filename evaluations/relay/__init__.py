"""Pass requests of editors on to a model server, unchanged and as they stream, and read the answers."""

from evaluations.relay.exchange import Exchange, read_exchange
from evaluations.relay.forms import ASKED, OLLAMA, OPENAI, Form, RefusedRequest, read_request
from evaluations.relay.upstream import Target, Upstream, UpstreamAnswer

__all__ = [
    "ASKED",
    "OLLAMA",
    "OPENAI",
    "Exchange",
    "Form",
    "RefusedRequest",
    "Target",
    "Upstream",
    "UpstreamAnswer",
    "read_exchange",
    "read_request",
]
