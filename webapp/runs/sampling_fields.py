"""The sampling options of a run as fields of a form. Limits and defaults are those of evaluations.sampling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from evaluations.records import Sampling
from evaluations.sampling import LIMITS, LONGEST_STOP, MOST_STOPS, PROFILES, make_sampling, stop_error

# In the folded group, beside temperature, seed and token limit, which are always visible.
FOLDED = ("profile", "top_p", "top_k", "min_p", "repeat_penalty", "stop", "context_tokens")
NUMBERS = ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "context_tokens")
ESCAPES = {"\\n": "\n", "\\t": "\t"}


def number_field(name: str, initial: Any = None) -> forms.Field:
    """Return a number within the option's limits. Empty: what the profile says, shown in the empty field."""
    limit, default = LIMITS[name], None if initial is not None else getattr(Sampling(), name)
    kind: Any = forms.IntegerField if limit.is_whole else forms.FloatField
    field: forms.Field = kind(
        label=limit.label, min_value=limit.low, max_value=limit.high, required=False, initial=initial
    )
    field.help_text = limit.help
    field.widget.attrs |= {"step": "1" if limit.is_whole else "any"}
    field.widget.attrs |= {} if default is None else {"placeholder": f"{default:g}"}
    return field


def profile_field() -> forms.Field:
    """Return the same for every model, or each model's own."""
    return forms.ChoiceField(
        label="Options left empty",
        choices=[("pinned", "Pinned"), ("author", "Author's")],
        required=False,
        help_text=f"Pinned: {PROFILES['pinned'].lower()}. Author's: {PROFILES['author'].lower()}.",
    )


class StopField(forms.CharField):
    r"""Stop sequences, one a line; `\n` and `\t` are a line break and a tab. Cleans to a tuple."""

    def __init__(self) -> None:
        super().__init__(
            label="Stop sequences",
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=MOST_STOPS * (2 * LONGEST_STOP + 2),
            help_text=r"One a line, at most 4; \n is a line break. They end the answer.",
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the sequences; a list is taken as it is. Raises ValidationError for too many or too long ones."""
        if isinstance(value, list):
            sequences = value
        else:
            sequences = [_unescaped(line) for line in super().clean(value).replace("\r\n", "\n").split("\n")]
        stops = tuple(dict.fromkeys(text for text in sequences if text))
        if error := stop_error(stops):
            raise forms.ValidationError(error)
        return stops


def _unescaped(line: str) -> str:
    for written, meant in ESCAPES.items():
        line = line.replace(written, meant)
    return line


def stop_text(stops: tuple[str, ...] | list[str]) -> str:
    """Stop sequences as they are typed in a form."""
    for written, meant in ESCAPES.items():
        stops = [stop.replace(meant, written) for stop in stops]
    return "\n".join(stops)


def typed_sampling(data: Mapping[str, Any], **kwargs: Any) -> Sampling:
    """Return the settings from a valid form's data."""
    names = (*NUMBERS, "seed", "max_tokens", "stop")
    return make_sampling(data.get("profile") or "pinned", **{name: data.get(name) for name in names}, **kwargs)


def fields_of_sampling(sampling: Sampling) -> dict[str, Any]:
    """Return initial values of a form that samples the same again."""
    values = {name: getattr(sampling, name) for name in (*NUMBERS, "seed", "max_tokens", "profile")}
    return values | {"stop": stop_text(sampling.stop)}
