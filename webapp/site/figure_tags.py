"""Template tags and filters for figures: shares, intervals, differences, places of a matrix. In every template."""

from __future__ import annotations

from typing import Any, TypedDict
from urllib.parse import parse_qsl

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from evaluations.queries.advice_text import money
from evaluations.queries.counts import progress_text
from evaluations.statistics import Interval
from webapp.site.tags import SHAPES, candidate_glyph, look, milliseconds

register = template.Library()
INTERVAL_GRID = mark_safe('<path class="grid" d="M2 1v14M51 4v8M100 2v12M149 4v8M198 1v14"/>')
DIFFERENCE_GRID = mark_safe(
    '<path class="grid" d="M2 1v14M51 4v8M149 4v8M198 1v14"/><path class="zero" d="M100 0v16"/>'
)


@register.simple_tag
def square(place: Any) -> SafeString:
    """Return one place of a matrix (webapp.compare.matrix_cells.Square) as a table cell; a flip is marked."""
    turned = {
        "better": ("is-better", "▲", "better than the base column"),
        "worse": ("is-worse", "▼", "worse than the base column"),
    }
    if place.flip not in turned:
        return format_html("<td>{}</td>", square_inside(place))
    kind, arrow, title = turned[place.flip]
    inside = square_inside(place)
    return format_html('<td class="{}">{}<span class="flip" title="{}">{}</span></td>', kind, inside, title, arrow)


@register.simple_tag
def square_picture(place: Any, pictures: Any) -> SafeString:
    """Return one place of a matrix as a table cell: the picture of its first answer that has one, above the glyphs."""
    shown = next((candidate for candidate in place.candidates if candidate.pk in pictures), None)
    if shown is None:
        return format_html('<td class="is-picture"><span class="thumb"></span>{}</td>', square_inside(place))
    return format_html(
        '<td class="is-picture"><a class="thumb" href="/candidates/{}/" tabindex="-1" aria-hidden="true">'
        '<img loading="lazy" width="120" height="80" alt="" src="/candidates/{}/screenshot/"></a>{}</td>',
        shown.pk,
        shown.pk,
        square_inside(place),
    )


@register.simple_tag
def square_inside(place: Any) -> SafeString:
    """Return glyphs of few samples, or how many of many passed."""
    if place.counts is None:
        return mark_safe('<span class="muted" title="not asked">–</span>')
    if place.candidates:
        return format_html_join("", "{}", ((candidate_glyph(candidate),) for candidate in place.candidates))
    return share_of_many(place.counts, place.address)


def share_of_many(counts: Any, address: str) -> SafeString:
    """Return how many of many samples passed, with a bar; leads to them. Of unchecked ones only how many run."""
    not_counted = ((counts.n_flaky, "flaky"), (counts.n_unscored, "unscored"), (counts.n_open, "to come"))
    aside = "".join(f", {n} {what}" for n, what in not_counted if n)
    if counts.n_unchecked:
        text = f"{counts.n_unchecked} of {counts.n}: runs, unchecked{aside}"
        return format_html(
            '<a class="share v-unchecked" href="{}" title="{}"><span class="glyph" aria-hidden="true">○</span> {}'
            '<span class="visually-hidden"> unchecked</span></a>',
            address,
            text,
            counts.n_unchecked,
        )
    text = f"{counts.n_passed} of {counts.n_scored} passed{aside}"
    return format_html(
        '<a class="share" href="{}" title="{}">{}<span class="muted">/{}</span>'
        '<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="5"/>'
        '<rect class="passed" width="{}" height="5"/></svg></a>',
        address,
        text,
        counts.n_passed,
        counts.n_scored,
        f"{100 * (counts.share or 0):.0f}",
    )


@register.simple_tag(takes_context=True)
def without_part(context: Any, name: str) -> str:
    """Return this page's query without one of its names, and from the first page on."""
    params = context["request"].GET.copy()
    for dropped in (name, "page"):
        params.pop(dropped, None)
    return str(params.urlencode())


@register.simple_tag
def hidden_query(query: str, *without: str) -> SafeString:
    """Return a query as hidden inputs, so that a form keeps the parameters of the address."""
    pairs = ((name, value) for name, value in parse_qsl(query) if name not in without)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.filter
def run_progress(run: Any) -> str:
    """Return how far a run with_progress is: “12/40”, or “5 answered, 7 cancelled”."""
    return progress_text(run.n_candidates, run.n_done, run.n_cancelled)


@register.filter
def percent(share: float | None) -> str:
    """Return a share in [0, 1] as “31 %”; “–” for None. A value that is not 0 or 1 is never rounded to 0 or 100."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if rounded == 0 and share > 0:
        return "<1 %"
    if rounded == 100 and share < 1:
        return ">99 %"
    return f"{rounded} %"


@register.filter
def passed_of(counts: Any) -> str:
    """Return the counts behind a share: “3 of 5”. Of anything with n_passed and n_scored."""
    return f"{counts.n_passed:,} of {counts.n_scored:,}"


@register.filter
def rank_text(ranks: tuple[int, int] | None) -> str:
    """Return the range of ranks of a model: “2–4”, or “1” if there is only one."""
    if ranks is None:
        return "–"
    best, worst = ranks
    return str(best) if best == worst else f"{best}–{worst}"


@register.filter
def thought_title(answer: Any) -> str:
    """Return the time and tokens of an answer's thought, as far as they are known: “Thought for 12 s, 480 tokens”."""
    lasted = f" for {milliseconds(answer.thinking_ms)}" if answer.thinking_ms is not None else ""
    return f"Thought{lasted}" + (f", {answer.thinking_tokens:,} tokens" if answer.thinking_tokens is not None else "")


@register.filter
def answer_tokens(answer: Any) -> int | None:
    """Return tokens of an answer without its thought; None without an answer, or if the server did not count."""
    if answer is None or answer.completion_tokens is None:
        return None
    return int(answer.completion_tokens - (answer.thinking_tokens or 0))


@register.filter
def seconds_of(ms: float) -> float:
    """Return milliseconds as seconds."""
    return ms / 1000


@register.filter
def billion(size: float | None) -> str:
    """Return parameters as people say them: 7B, 1.3B, 135M."""
    if size is None:
        return "–"
    return f"{size * 1000:.0f}M" if size < 1 else f"{size:g}B"


@register.filter
def size_of_mb(mb: float) -> str:
    """Return MB in the unit that fits: 9.8 KB, 50.0 MB."""
    return filesizeformat(round(mb * 2**20))


@register.filter
def interval_text(interval: Interval | None) -> str:
    """Return the interval as “22–41”."""
    return f"{interval.low * 100:.0f}–{interval.high * 100:.0f}" if interval else ""


def _plot(mark: tuple[int, int], words: str, grid: SafeString, low: float, high: float, share: float) -> SafeString:
    """Return an interval and its share, in units of the picture, as a picture with its words. mark: colour and
    shape.
    """
    colour, shape = mark
    return format_html(
        '<svg class="interval m{}" viewBox="0 0 200 16" width="200" height="16" role="img" aria-label="{}">'
        '<title>{}</title>{}<path class="whisker" d="M{} 8H{}M{} 4v8M{} 4v8"/>'
        '<path class="point" transform="translate({} 2.6) scale(.9)" d="{}"/></svg>',
        colour,
        words,
        words,
        grid,
        f"{low:.1f}",
        f"{high:.1f}",
        f"{low:.1f}",
        f"{high:.1f}",
        f"{share - 5.4:.1f}",
        SHAPES[shape],
    )


@register.simple_tag
def interval_plot(interval: Interval | None, pk: int = 0) -> SafeString:
    """Return the interval and share on a scale of 0 to 100 %, as a picture with its words."""
    if interval is None:
        return mark_safe('<span class="muted">nothing scored</span>')
    low, high, share = (2 + 196 * x for x in (interval.low, interval.high, interval.share))
    words = f"{percent(interval.share)}, 95 % interval {interval_text(interval)} %"
    return _plot(look(pk), words, INTERVAL_GRID, low, high, share)


@register.simple_tag
def interval_room() -> SafeString:
    """Return a placeholder for an interval, so that the row keeps its height when the interval appears."""
    return mark_safe('<svg class="interval" viewBox="0 0 200 16" width="200" height="16" aria-hidden="true"></svg>')


@register.filter
def price(value: float | None) -> str:
    """Return an amount with three significant digits; “–” for None."""
    return "–" if value is None else money(value)


@register.filter
def points(share: float | None) -> str:
    """Return a difference of shares in [-1, 1] as “+6” points; one decimal below one point."""
    if share is None:
        return "–"
    value = 100 * share
    text = f"{value:+.0f}" if abs(value) >= 0.95 or abs(value) < 0.05 else f"{value:+.1f}"
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


@register.filter
def points_noun(share: float | None) -> str:
    """Return the noun after `points`: “point” for one, else “points”."""
    return "point" if points(share) in ("+1", "−1") else "points"


@register.simple_tag
def difference_plot(interval: Interval, pk: int = 0) -> SafeString:
    """Return a difference and its interval on a scale of −100 to 100 points; right of the middle is better."""
    low, high, share = (100 + 98 * x for x in (interval.low, interval.high, interval.share))
    words = f"{points(interval.share)} points, 95 % interval {points(interval.low)} to {points(interval.high)}"
    return _plot(look(pk), words, DIFFERENCE_GRID, low, high, share)


@register.simple_tag
def how(name: str) -> SafeString:
    """Return a small link to the explanation of this figure on the page “How figures are made”."""
    return format_html('<a class="how" href="{}#{}" title="How this figure is made">how?</a>', reverse("figures"), name)


class SortHead(TypedDict):
    """address: the page sorted by the column. help: the name of its explanation, or empty."""

    label: str
    address: str
    is_current: bool
    help: str
    is_number: bool
    is_rising: bool


@register.inclusion_tag("compare/_sort_head.html", takes_context=True)
def sort_head(
    context: Any, label: str, name: str, sort: str, help: str = "", is_number: bool = False, is_rising: bool = False
) -> SortHead:
    """Return the head of a column that sorts the table by it; the address keeps everything else. help: how it is made.

    is_rising: the smallest comes first.
    """
    params = context["request"].GET.copy()
    for dropped in ("page", "sort"):
        params.pop(dropped, None)
    params["sort"] = name
    return {
        "label": label,
        "address": "?" + params.urlencode(),
        "is_current": name == sort,
        "help": help,
        "is_number": is_number,
        "is_rising": is_rising,
    }


@register.filter
def p_value(p: float) -> str:
    """Return a p value with two significant digits: 0.031, <0.001."""
    return "<0.001" if p < 0.001 else f"{p:.2g}" if p < 0.995 else "1"
