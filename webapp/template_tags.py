"""Template tags and filters of the site. What comes from outside is escaped by format_html."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime, now

from evaluations.models import LanguageModel
from evaluations.statistics import Interval

register = template.Library()

GLYPHS = {
    "passed": ("●", "passed"),
    "failed": ("✕", "failed"),
    "runtime_error": ("!", "runtime error"),
    "over_limit": ("▲", "over limit"),
    "timeout": ("◷", "timeout"),
    "build_error": ("⊘", "build error"),
    "no_code": ("∅", "no code"),
    "unscored": ("?", "unscored"),
    "flaky": ("~", "flaky"),
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
    """Which glyph stands for a candidate: flaky, else its verdict, else where it is on its way."""
    if is_flaky and verdict:
        return "flaky"
    return verdict or state


@register.filter
def verdict_word(key: Any) -> str:
    """The word for a verdict or state: `runtime error`."""
    return GLYPHS.get(str(key), ("", str(key).replace("_", " ")))[1]


@register.filter
def verdict_glyph(key: Any) -> str:
    """The glyph alone."""
    return GLYPHS.get(str(key), ("?", ""))[0]


@register.simple_tag
def verdict(key: Any, with_word: bool = True) -> SafeString:
    """Colour, glyph and word of a verdict (or of a state); without the word it is in title and for screen readers."""
    glyph, word = GLYPHS.get(str(key), ("?", str(key)))
    if with_word:
        return format_html(
            '<span class="verdict v-{}"><span class="glyph" aria-hidden="true">{}</span> {}</span>', key, glyph, word
        )
    return format_html(
        '<span class="verdict v-{}" title="{}"><span class="glyph" aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        key, word, glyph, word,
    )  # fmt: skip


@register.simple_tag
def candidate_glyph(candidate: Any) -> SafeString:
    """A candidate as a linked glyph; the word and the cause on hover and focus."""
    key = glyph_key(candidate.verdict, candidate.state, candidate.is_flaky)
    glyph, word = GLYPHS.get(key, ("?", key))
    cut = ", truncated" if candidate.is_truncated else ""
    again = " is-again" if candidate.verdict and candidate.state in ("executing", "queued") else ""
    says = f"sample {candidate.sample + 1}: {word}{cut}" + (f". {candidate.cause[:160]}" if candidate.cause else "")
    return format_html(
        '<a class="verdict v-{}{}" id="c{}" href="/candidates/{}/" title="{}"><span class="glyph" aria-hidden="true">'
        '{}</span><span class="visually-hidden">{}</span></a>',
        key, again, candidate.pk, candidate.pk, says, glyph, f"sample {candidate.sample + 1}: {word}",
    )  # fmt: skip


@register.simple_tag
def model_mark(model: LanguageModel) -> SafeString:
    """The model's colour and shape, the same on every page."""
    return mark(model.pk)


def mark(pk: int) -> SafeString:
    """Colour and shape for a model's row number: 48 pairs."""
    shape = SHAPES[pk // N_COLOURS % len(SHAPES)]
    return format_html(
        '<svg class="mark m{}" viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="{}"/></svg>',
        pk % N_COLOURS, shape,
    )  # fmt: skip


@register.simple_tag
def model_tag(model: LanguageModel) -> SafeString:
    """Mark and id of a model; the id may break after the slash."""
    server, _, name = model.model_id.partition("/")
    return format_html('<span class="model">{}<code>{}/<wbr>{}</code></span>', mark(model.pk), server, name)


@register.simple_tag
def model_name(model: LanguageModel) -> SafeString:
    """Mark and name without the server; the whole id on hover."""
    return format_html(
        '<span class="model" title="{}">{}<code>{}</code></span>', model.model_id, mark(model.pk), model.name
    )


@register.filter
def percent(share: float | None) -> str:
    """A share in [0, 1] as “31 %”; “–” for None. Never rounded to 0 or 100 when it is neither."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if whole == 0 and share > 0:
        return "<1 %"
    if whole == 100 and share < 1:
        return ">99 %"
    return f"{whole} %"


@register.filter
def interval_text(interval: Interval | None) -> str:
    """The interval as “22–41”."""
    return f"{interval.low * 100:.0f}–{interval.high * 100:.0f}" if interval else ""


@register.simple_tag
def interval_plot(interval: Interval | None, pk: int = 0) -> SafeString:
    """Interval and share on a scale of 0 to 100 %, as a picture with its words."""
    if interval is None:
        return mark_safe('<span class="muted">nothing scored</span>')
    low, high, share = (2 + 196 * x for x in (interval.low, interval.high, interval.share))
    words = f"{percent(interval.share)}, 95 % interval {interval_text(interval)} %"
    return format_html(
        '<svg class="interval m{}" viewBox="0 0 200 16" width="200" height="16" role="img" aria-label="{}">'
        '<title>{}</title><path class="grid" d="M2 1v14M51 4v8M100 2v12M149 4v8M198 1v14"/>'
        '<path class="whisker" d="M{} 8H{}M{} 4v8M{} 4v8"/><circle cx="{}" cy="8" r="4"/></svg>',
        pk % N_COLOURS, words, words, f"{low:.1f}", f"{high:.1f}", f"{low:.1f}", f"{high:.1f}", f"{share:.1f}",
    )  # fmt: skip


@register.filter
def points(share: float | None) -> str:
    """A difference of shares in [-1, 1] as “+6” points; one decimal below one point."""
    if share is None:
        return "–"
    value = 100 * share
    text = f"{value:+.0f}" if abs(value) >= 0.95 or abs(value) < 0.05 else f"{value:+.1f}"
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


@register.simple_tag
def difference_plot(interval: Interval, pk: int = 0) -> SafeString:
    """A difference and its interval on a scale of −100 to 100 points; right of the middle is better."""
    low, high, share = (100 + 98 * x for x in (interval.low, interval.high, interval.share))
    words = f"{points(interval.share)} points, 95 % interval {points(interval.low)} to {points(interval.high)}"
    return format_html(
        '<svg class="interval m{}" viewBox="0 0 200 16" width="200" height="16" role="img" aria-label="{}">'
        '<title>{}</title><path class="grid" d="M2 1v14M51 4v8M149 4v8M198 1v14"/><path class="zero" d="M100 0v16"/>'
        '<path class="whisker" d="M{} 8H{}M{} 4v8M{} 4v8"/><circle cx="{}" cy="8" r="4"/></svg>',
        pk % N_COLOURS, words, words, f"{low:.1f}", f"{high:.1f}", f"{low:.1f}", f"{high:.1f}", f"{share:.1f}",
    )  # fmt: skip


@register.simple_tag
def how(name: str) -> SafeString:
    """A small link to where the page “How figures are made” explains this figure."""
    return format_html('<a class="how" href="{}#{}" title="How this figure is made">how?</a>', reverse("figures"), name)


@register.filter
def p_value(p: float) -> str:
    """A p value with two digits that count: 0.031, <0.001."""
    return "<0.001" if p < 0.001 else f"{p:.2g}" if p < 0.995 else "1"


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """What a mapping holds at a key; None when nothing."""
    return mapping.get(key)


@register.filter
def ago(moment: datetime | None) -> SafeString:
    """“2 min ago”, the exact time on hover."""
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
    """A length of time in its largest fitting unit: 40 s, 3 min, 2 h, 5 days."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 36 * 3600:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86_400:.0f} days"


@register.filter
def milliseconds(value: float | None) -> str:
    """A duration given in ms: 340 ms, 2.1 s, 64 s; “–” for None."""
    if value is None:
        return "–"
    if value < 1000:
        return f"{value:.0f} ms"
    return f"{value / 1000:.1f} s" if value < 10_000 else f"{value / 1000:.0f} s"


@register.filter
def decimals(value: float | None, digits: int = 1) -> str:
    """A figure with so many decimals; “–” for None."""
    return "–" if value is None else f"{value:,.{digits}f}"
