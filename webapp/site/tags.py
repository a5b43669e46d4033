"""Template tags and filters of the site. What comes from outside is escaped by format_html."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime, now

from evaluations.models import LanguageModel
from evaluations.verdicts import FLAKY, INFO_BY_KEY

register = template.Library()

GLYPHS = {
    **{key: (info.glyph, info.word) for key, info in INFO_BY_KEY.items()},
    "skipped": ("–", "skipped"),
    "queued": ("·", "queued"),
    "generating": ("◐", "generating"),
    "executing": ("◑", "executing"),
    "cancelled": ("×", "cancelled"),
}
N_COLOURS = 8
SHAPES = (
    "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
    "M1.5 1.5h9v9h-9z",
    "M6 .8L11.5 10.8H.5z",
    "M6 .3L11.7 6L6 11.7L.3 6z",
    "M4.2 1h3.6v3.2H11v3.6H7.8V11H4.2V7.8H1V4.2h3.2z",
    "M.5 1.2h11L6 11.2z",
)


def glyph_key(verdict: str, state: str = "done", is_flaky: bool = False) -> str:
    """Return which glyph a candidate has: flaky, else its verdict, else its state."""
    if is_flaky and verdict:
        return FLAKY
    return verdict or state


@register.filter
def verdict_word(key: Any) -> str:
    """Return the word for a verdict or state: `runtime error`."""
    return GLYPHS.get(str(key), ("", str(key).replace("_", " ")))[1]


@register.filter
def verdict_glyph(key: Any) -> str:
    """Return the glyph alone."""
    return GLYPHS.get(str(key), ("?", ""))[0]


@register.simple_tag
def verdict_keys() -> list[str]:
    """Return every verdict and “flaky”, in their order."""
    return list(INFO_BY_KEY)


@register.simple_tag
def verdict(key: Any, with_word: bool = True) -> SafeString:
    """Return the colour, glyph and word of a verdict (or of a state); without the word it is in title and for screen
    readers.
    """
    glyph, word = GLYPHS.get(str(key), ("?", str(key)))
    if with_word:
        return format_html(
            '<span class="verdict v-{}"><span class="glyph" aria-hidden="true">{}</span> {}</span>', key, glyph, word
        )
    return format_html(
        '<span class="verdict v-{}" title="{}"><span class="glyph" aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        key,
        word,
        glyph,
        word,
    )


@register.simple_tag
def verdict_link(key: Any) -> SafeString:
    """Return the verdict (or state), leading to what it means."""
    glyph, word = GLYPHS.get(str(key), ("?", str(key)))
    return format_html(
        '<a class="verdict v-{}" href="/help/#{}" title="What “{}” means">'
        '<span class="glyph" aria-hidden="true">{}</span> {}</a>',
        key,
        key,
        word,
        glyph,
        word,
    )


@register.simple_tag
def candidate_glyph(candidate: Any) -> SafeString:
    """Return a candidate as a linked glyph; the word and the cause on hover and focus."""
    key = glyph_key(candidate.verdict, candidate.state, candidate.is_flaky)
    glyph, word = GLYPHS.get(key, ("?", key))
    cut = ", truncated" if candidate.is_truncated else ""
    again = " is-again" if candidate.verdict and candidate.state in ("executing", "queued") else ""
    title = f"sample {candidate.sample + 1}: {word}{cut}" + (f". {candidate.cause[:160]}" if candidate.cause else "")
    return format_html(
        '<a class="verdict v-{}{}" id="c{}" href="/candidates/{}/" title="{}"><span class="glyph" aria-hidden="true">'
        '{}</span><span class="visually-hidden">{}</span></a>',
        key,
        again,
        candidate.pk,
        candidate.pk,
        title,
        glyph,
        f"sample {candidate.sample + 1}: {word}",
    )


@register.simple_tag
def model_mark(model: LanguageModel) -> SafeString:
    """Return the model's colour and shape, the same on every page."""
    return mark(model.pk)


def look(pk: int) -> tuple[int, int]:
    """Return the colour and shape for a model's row number: 48 pairs, the same on every page and in every picture."""
    return pk % N_COLOURS, pk // N_COLOURS % len(SHAPES)


def mark(pk: int) -> SafeString:
    """Return the colour and shape for a model's row number."""
    colour, number = look(pk)
    shape = SHAPES[number]
    return format_html(
        '<svg class="mark m{}" viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="{}"/></svg>',
        colour,
        shape,
    )


@register.simple_tag
def model_tag(model: LanguageModel) -> SafeString:
    """Return the mark and id of a model; the id may break after the slash."""
    server, _, name = model.model_id.partition("/")
    remote = format_html(' <span class="tag is-remote">asks {}</span>', model.remote_host) if model.remote_host else ""
    return format_html('<span class="model">{}<code>{}/<wbr>{}</code>{}</span>', mark(model.pk), server, name, remote)


@register.simple_tag
def model_name(model: LanguageModel) -> SafeString:
    """Return the mark and name without the server; the whole id on hover."""
    return format_html(
        '<span class="model" title="{}">{}<code>{}</code></span>', model.model_id, mark(model.pk), model.name
    )


@register.simple_tag
def model_line(model: LanguageModel, name: Any) -> SafeString:
    """Return the mark, family, size and quantisation in one line; of a long one the family is cut. The whole id on
    hover.
    """
    ending = " ".join(part for part in (name.size, name.quantisation) if part)
    return format_html(
        '<span class="model model-line" title="{}">{}<code class="model-family">{}</code>{}</span>',
        model.model_id,
        mark(model.pk),
        name.family,
        format_html('<code class="model-weights">{}</code>', ending) if ending else "",
    )


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """Return the value of a mapping at a key; None when there is none."""
    return mapping.get(key)


@register.filter
def ago(moment: datetime | None) -> SafeString:
    """Return “2 min ago”, the exact time on hover."""
    if moment is None:
        return mark_safe('<span class="muted">–</span>')
    seconds = max(0, int((now() - moment).total_seconds()))
    local = localtime(moment)
    if seconds < 10:
        words = "just now"
    elif seconds < 86_400 * 14:
        words = f"{span_of(seconds)} ago"
    else:
        words = local.strftime("%Y-%m-%d")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(), local.strftime("%Y-%m-%d %H:%M:%S %Z"), words
    )


@register.filter
def span_of(seconds: float | None) -> str:
    """Return a duration in its largest fitting unit: 40 s, 3 min, 2 h, 5 days."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86_400:.0f} days"


@register.simple_tag
def span_between(low: float, high: float) -> str:
    """Return two lengths of time in the unit of the longer one: 20 to 70 s, 3 to 5 min, 1.5 to 2.4 h; at least a
    second.
    """
    if high < 90:
        low, high = max(1, low), max(2, high)
        return f"{low:.0f} to {high:.0f} s"
    if high < 90 * 60:
        return f"{max(1, low // 60):.0f} to {max(2, -(-high // 60)):.0f} min"
    return f"{low / 3600:.1f} to {high / 3600:.1f} h"


@register.filter
def clock(seconds: float) -> str:
    """Return a length of time to the second, as a clock shows it: 0:07, 4:10, 1:04:10."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def milliseconds(value: float | Literal[""] | None) -> str:
    """Return a duration given in ms: 340 ms, 2.1 s, 64 s; “–” for None, and for "", which a field of nothing is to
    Django.
    """
    if value is None or value == "":
        return "–"
    if value < 1000:
        return f"{value:.0f} ms"
    return f"{value / 1000:.1f} s" if value < 10_000 else f"{value / 1000:.0f} s"


@register.filter
def decimals(value: float | Literal[""] | None, digits: int = 1) -> str:
    """Return a number with this many decimals; “–” for None, and for ""."""
    return "–" if value is None or value == "" else f"{value:,.{digits}f}"
