"""Pass requests of editors on to a model server, unchanged and as they stream, and read the answers."""

from evaluations.relay.exchange import Exchange, read_exchange
from evaluations.relay.forms import OLLAMA, OPENAI, REQUEST_FORMS, Form, RefusedRequest, read_request
from evaluations.relay.upstream import Target, Upstream, UpstreamAnswer

__all__ = [
    "OLLAMA",
    "OPENAI",
    "REQUEST_FORMS",
    "Exchange",
    "Form",
    "RefusedRequest",
    "Target",
    "Upstream",
    "UpstreamAnswer",
    "read_exchange",
    "read_request",
]
