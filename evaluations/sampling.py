"""Sampling options: their limits and defaults in one place, what was in effect, and how two settings differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from evaluations.records import Json, Sampling

MOST_PARAMETERS, LONGEST_PARAMETER = 64, 500
MOST_STOPS, LONGEST_STOP = 4, 100  # OpenAI's servers take four
# Options that decide what a model writes. Runs that differ in one of them are not comparable.
COMPARED = ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "stop", "max_tokens", "think")
# Options that the profile "author" leaves to the model.
RECOMMENDED = ("temperature", "top_p", "top_k", "min_p", "repeat_penalty")
PROFILES = {"pinned": "The same for every model", "author": "As the model's author recommends"}
UNKNOWN, AUTHOR = "server's default", "the author's"
UNSET = {"max_tokens": "each task's own", "think": UNKNOWN}
NO_EFFECT = "no effect"  # of what narrows the choice, where the likeliest token is always taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The limits of an option, and its name in forms. low, high: inclusive."""

    label: str
    low: float
    high: float
    is_whole: bool = False
    help: str = ""


LIMITS: Mapping[str, Limit] = {
    "temperature": Limit(label="Temperature", low=0, high=2, help="0 always takes the likeliest token."),
    "top_p": Limit(label="Top p", low=0, high=1, help="Keep the likeliest tokens up to this share. 1: all."),
    "top_k": Limit(label="Top k", low=0, high=1000, is_whole=True, help="Number of likeliest tokens to keep. 0: all."),
    "min_p": Limit(label="Min p", low=0, high=1, help="Drop tokens below this share of the likeliest. 0: none."),
    "repeat_penalty": Limit(label="Repeat penalty", low=0.5, high=2, help="1: none. Above 1 punishes repetition."),
    "seed": Limit(
        label="Seed", low=0, high=2**31 - 1, is_whole=True, help="Seed of the first sample; each further one adds 1."
    ),
    "max_tokens": Limit(label="Max tokens", low=1, high=32_768, is_whole=True),
    "context_tokens": Limit(
        label="Context", low=256, high=1_048_576, is_whole=True, help="num_ctx, in tokens. Empty: as the run needs."
    ),
}


def make_sampling(profile: str = "pinned", **typed: Any) -> Sampling:
    """Return the settings of a run: what was typed (None: nothing was), else the profile's.

    A seed of None stays None: the server chooses.
    """
    values = {name: value for name, value in typed.items() if value is not None or name == "seed"}
    values["stop"] = tuple(typed.get("stop") or ())
    if profile == "author":
        values = dict.fromkeys(RECOMMENDED) | values
        return Sampling(profile="author", **values)
    return Sampling(**values)


def read_sampling(stored: Mapping[str, Any]) -> Sampling:
    """Return the settings of a stored run. What an older run did not store was left to the server, and stays None."""
    unsaid = {name: None for name in RECOMMENDED if name not in stored}
    known = {field.name for field in fields(Sampling)}
    values = {name: value for name, value in stored.items() if name in known}
    return Sampling(**unsaid | values | {"stop": tuple(stored.get("stop") or ())})


def sampling_error(values: Mapping[str, Any]) -> str:
    """Return why these options are invalid, one sentence with the value and the limits; empty when they are not."""
    for name, limit in LIMITS.items():
        value = values.get(name)
        if value is not None and not limit.low <= value <= limit.high:
            return f"{limit.label} {value} is not between {limit.low:g} and {limit.high:,}."
    return stop_error(values.get("stop") or ())


def stop_error(stops: Collection[str]) -> str:
    """Return why these stop sequences are invalid; empty when they are valid."""
    if len(stops) > MOST_STOPS:
        return f"{len(stops)} stop sequences are more than {MOST_STOPS}. Keep those that matter."
    for stop in stops:
        if not stop or len(stop) > LONGEST_STOP:
            return f"A stop sequence has 1 to {LONGEST_STOP} characters, this one {len(stop)}."
    return ""


def effective(stored: Mapping[str, Any], not_taken: Collection[str] = (), server: str = "") -> dict[str, Json]:
    """Return what decided the sampling of a run on one server, by option.

    not_taken: options that the server could not take. server: names whose default holds where nothing was sent.
    """
    default = f"{UNKNOWN} ({server})" if server else UNKNOWN
    is_author = stored.get("profile") == "author"
    result: dict[str, Json] = {}
    for name in COMPARED:
        value = stored.get(name)
        if name in not_taken and value not in (None, [], ()):
            value = default
        elif value is None and name in RECOMMENDED:
            value = AUTHOR if is_author else default
        result[name] = list(value or []) if name == "stop" else value
    if result["temperature"] == 0 or result["top_k"] == 1:
        result |= {"temperature": 0.0} | dict.fromkeys(("top_p", "top_k", "min_p"), NO_EFFECT)
    return result


def differences(a: Mapping[str, Json], b: Mapping[str, Json]) -> list[str]:
    """Return in which options two effective settings differ: "repeat_penalty 1.1 against 1.0"."""
    pairs = {name: (a.get(name), b.get(name)) for name in COMPARED}
    return [
        f"{name} {_shown(name, of_a)} against {_shown(name, of_b)}"
        for name, (of_a, of_b) in pairs.items()
        if of_a != of_b and NO_EFFECT not in (of_a, of_b)
    ]


def describe_sampling(stored: Mapping[str, Any]) -> str:
    """Return the settings of a run in one line for a person."""
    sampling, is_author = read_sampling(stored), stored.get("profile") == "author"
    unsaid = AUTHOR if is_author else UNKNOWN
    parts = [PROFILES["author"].lower()] if is_author else []
    values = {name: getattr(sampling, name) for name in RECOMMENDED}
    lost = [name for name, value in values.items() if value is None]
    parts += [f"{LIMITS[name].label.lower()} {value:g}" for name, value in values.items() if value is not None]
    if lost:
        parts.append(f"{unsaid} " + ", ".join(LIMITS[name].label.lower() for name in lost))
    parts.append(f"seed {'none' if sampling.seed is None else sampling.seed}")
    if sampling.stop:
        parts.append(f"stop {_shown('stop', list(sampling.stop))}")
    if sampling.context_tokens:
        parts.append(f"context {sampling.context_tokens:,} tokens")
    return " · ".join(parts)


def set_values(stored: Mapping[str, Any]) -> list[tuple[str, Json]]:
    """Return the name and value of each setting that has a value; a list becomes one text, as a cell of a table
    takes no list.
    """
    values = [(name, value) for name, value in stored.items() if value is not None and value != []]
    return [(name, _shown(name, value) if isinstance(value, list) else value) for name, value in values]


def _shown(name: str, value: Json) -> str:
    if isinstance(value, list):
        return " ".join(repr(item) for item in value) or "none"
    if value is None:
        return UNSET.get(name, "none")
    return str(value)


def read_parameters(text: str) -> dict[str, Json]:
    """Return the options in the `parameters` of Ollama's /api/show: a line each, `stop` more than once.

    Numbers are read as numbers; anything else stays text, without its quotes.
    """
    result: dict[str, Json] = {}
    for line in text.split("\n")[:MOST_PARAMETERS]:
        name, _, value = line.strip().partition(" ")
        if not name or not name.isidentifier() or len(line) > LONGEST_PARAMETER:
            continue
        if name == "stop":
            result[name] = [*result.get(name, []), _unquoted(value.strip())]
        else:
            result[name] = _number(value.strip())
    return result


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _number(text: str) -> Json:
    try:
        value = float(text)
    except ValueError:
        return {"true": True, "false": False}.get(text, _unquoted(text))
    return int(value) if value.is_integer() and "." not in text else value if abs(value) < 1e300 else text
