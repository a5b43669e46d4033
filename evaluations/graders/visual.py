"""The answer is a page that looks like the reference: pictures and lines of text are compared, in two windows.

Five figures a window, after Design2Code (Si et al. 2024, arXiv 2403.03163, section 3.2): blocks matched, their text,
position and colour, and likeness of the picture. In place of CLIP, which needs a model, likeness is the mean of SSIM
and of the share of pixels that pixelmatch finds equal. A block is a line of text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.execution_records import Case, Outcome, Report
from evaluations.records import VISUAL_FIGURES, Checks, Extraction, Json, TaskSpec, Verdict

USUAL_THRESHOLD = 0.8
TOLERANCE_PX = 32.0  # px; a line or an area that is farther away is in the wrong place
FURTHEST_PX = 4 * TOLERANCE_PX  # px; from this distance on the position scores 0
LEAST_TEXT = 0.8  # likeness of two lines with the same text
LEAST_MATCH = 0.5  # likeness from which two lines match, although they read differently
MOST_COLOUR = 0.12  # distance in OKLab: 0.02 is just noticeable, blue and red are 0.3 and more apart
FURTHEST_COLOUR = 0.3
LEAST_PAINTED = 0.02  # share of a line's place that changes when text is hidden
LARGEST_LETTER = 400  # square pixels
MOST_TOLD = 12  # faults of a window that are kept
BELOW_PASSED = 0.99

Place = Mapping[str, Any]


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return one case: the answer's files beside the reference's."""
    return [
        Case(
            id=spec.slug,
            lane="visual",
            files={**spec.context, **extraction.files},
            entry=extraction.entry,
            checks=Checks(path="none.spec.js", source=""),
            timeout_ms=spec.timeout_ms,
            memory_mb=spec.memory_mb,
            wants_screenshot=True,
            reference={**spec.context, **spec.reference},
        )
    ]


def threshold_of(spec: TaskSpec) -> float:
    """Return the least score with which an answer without clear faults passes."""
    threshold = spec.truth.get("threshold") if isinstance(spec.truth, dict) else None
    return float(threshold) if isinstance(threshold, int | float) else USUAL_THRESHOLD


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Grade by the smaller score of both windows, each the mean of its five figures.

    Passed: at least the task's threshold, and in no window a clear fault: a line that is missing, too many, reads
    otherwise, has another colour or is elsewhere, or an area that looks different throughout. details: views,
    threshold, and where the sheet of pictures (visual/lane.py) has what: `left` of each view, and `sheet`.
    """
    report = reports[0]
    threshold = threshold_of(spec)
    views = report.captured.get("views") if report.verdict is Verdict.PASSED else None
    if not isinstance(views, list) or not views:
        return Outcome(
            verdict=report.verdict if report.verdict is not Verdict.PASSED else Verdict.FAILED,
            score=0.0,
            cause=report.cause or "The page was not seen.",
            details={"threshold": threshold, "views": []},
        )
    views = [grade_view(view) for view in views]
    row_height = max(view["height"] for view in views)
    for i, view in enumerate(views):
        view["left"] = sum(before["width"] for before in views[:i])
    score = min(view["score"] for view in views)
    sheet = {"width": sum(view["width"] for view in views), "height": 2 * row_height, "row_height": row_height}
    details: dict[str, Json] = {"threshold": threshold, "views": views, "sheet": sheet}
    if cause := _cause(views, score, threshold):
        return Outcome(verdict=Verdict.FAILED, score=round(min(score, BELOW_PASSED), 4), cause=cause, details=details)
    return Outcome(verdict=Verdict.PASSED, score=round(score, 4), details=details)


def _cause(views: Sequence[Json], score: float, threshold: float) -> str:
    """Return why it does not pass; "" when it does."""
    for view in views:
        if view["faults"]:
            more = view["n_faults"] - 1
            tail = f" {more} more in this window." if more else ""
            return f"{view['width']} × {view['height']}: {view['faults'][0]['text']}{tail}"
    if score < threshold:
        worst = min(views, key=lambda view: view["score"])
        figure = min(VISUAL_FIGURES, key=lambda name: worst["figures"][name])
        return (
            f"{worst['width']} × {worst['height']}: {score:.2f} is below {threshold:.2f}; "
            f"the lowest figure is {figure}, {worst['figures'][figure]:.2f}."
        )
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A line of the reference and the matching line of the answer. All likenesses are in 0…1."""

    reference: Place
    answer: Place
    text: float
    distance_px: float
    colour_distance: float

    @property
    def position(self) -> float:
        """1 at the same place, 0 from FURTHEST_PX on."""
        return max(0.0, 1 - self.distance_px / FURTHEST_PX)

    @property
    def colour(self) -> float:
        """1 for the same colours, 0 for colours that are clearly different."""
        return max(0.0, 1 - self.colour_distance / FURTHEST_COLOUR)


def grade_view(view: Mapping[str, Any]) -> Json:
    """Return figures, score and faults of one window, from what the visual lane saw."""
    reference = [line for line in view["reference"] if is_painted(line)]
    answer = [line for line in view["answer"] if is_painted(line)]
    pairs = match_lines(reference, answer)
    n_lines = len(reference) + len(answer)
    figures = {
        "blocks": 2 * len(pairs) / n_lines if n_lines else 1.0,
        "text": _mean([pair.text for pair in pairs], is_empty=not reference),
        "position": _mean([pair.position for pair in pairs], is_empty=not reference),
        "colour": _mean([pair.colour for pair in pairs], is_empty=not reference),
        "picture": (view["similarity"] + view["pixels"]) / 2,
    }
    faults = [*_line_faults(reference, answer, pairs), *_place_faults(view["places"])]
    return {
        "name": view["name"],
        "width": view["width"],
        "height": view["height"],
        "score": sum(figures.values()) / len(figures),
        "figures": {name: round(value, 4) for name, value in figures.items()},
        "pixels": round(view["pixels"], 4),
        "similarity": round(view["similarity"], 4),
        "n_lines": len(reference),
        "n_matched": len(pairs),
        "n_faults": len(faults),
        "faults": faults[:MOST_TOLD],
    }


def _mean(values: Sequence[float], *, is_empty: bool) -> float:
    """Return the mean; without values, 1 if there was nothing to match, else 0."""
    if values:
        return sum(values) / len(values)
    return 1.0 if is_empty else 0.0


def is_painted(line: Place) -> bool:
    """Return whether a person sees the line: a text that is covered, clear or of the colour behind it does not count.

    A field is larger than its text, so only the area that the text can fill counts.
    """
    area = line["width"] * line["height"]
    return bool(line["painted"] * area >= LEAST_PAINTED * min(area, LARGEST_LETTER * len(line["text"])))


def match_lines(reference: Sequence[Place], answer: Sequence[Place]) -> list[Pair]:
    """Return each line with the one most like it, the nearest of those that read the same. No line is used twice."""
    grams = [bigrams(line["text"]) for line in answer]
    candidates = []
    for i, line in enumerate(reference):
        own = bigrams(line["text"])
        for j, other in enumerate(answer):
            if (likeness := dice(own, grams[j])) >= LEAST_MATCH:
                candidates.append((-likeness, distance(line, other), i, j))
    pairs: list[Pair] = []
    matched: tuple[set[int], set[int]] = (set(), set())
    for negative, distance_px, i, j in sorted(candidates):
        if i in matched[0] or j in matched[1]:
            continue
        matched[0].add(i)
        matched[1].add(j)
        a, b = reference[i], answer[j]
        colour_distance = max(
            oklab_distance(a["text_colour"], b["text_colour"]), oklab_distance(a["behind"], b["behind"])
        )
        pairs.append(
            Pair(reference=a, answer=b, text=-negative, distance_px=distance_px, colour_distance=colour_distance)
        )
    return pairs


def bigrams(text: str) -> Counter[str]:
    """Return pairs of neighbouring characters, with how often each is there; of one character, itself."""
    return Counter(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Return the Sørensen–Dice coefficient of two multisets, in 0…1."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def distance(a: Place, b: Place) -> float:
    """Return the distance between the centres of two lines, in pixels."""
    dx = (a["x"] + a["width"] / 2) - (b["x"] + b["width"] / 2)
    dy = (a["y"] + a["height"] / 2) - (b["y"] + b["height"] / 2)
    return math.hypot(dx, dy)


def oklab_distance(a: Sequence[int], b: Sequence[int]) -> float:
    """Return the Euclidean distance of two sRGB colours in OKLab. Source: Ottosson 2020,
    bottosson.github.io/posts/oklab.
    """
    return math.dist(_oklab(a), _oklab(b))


def _oklab(colour: Sequence[int]) -> tuple[float, float, float]:
    r, g, b = (_linear(channel / 255) for channel in colour)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _line_faults(reference: Sequence[Place], answer: Sequence[Place], pairs: Sequence[Pair]) -> list[Json]:
    matched = {id(pair.reference) for pair in pairs}
    matched_ids = {id(pair.answer) for pair in pairs}
    faults = [
        _fault("missing", f"“{_short(line)}” is not there.", line) for line in reference if id(line) not in matched
    ]
    for pair in pairs:
        name = _short(pair.reference)
        if pair.text < LEAST_TEXT:
            faults.append(_fault("text", f"“{name}” reads “{_short(pair.answer)}”.", pair.answer))
        elif pair.distance_px > TOLERANCE_PX:
            faults.append(_fault("position", f"“{name}” is {pair.distance_px:.0f} px from its place.", pair.answer))
        elif pair.colour_distance > MOST_COLOUR:
            faults.append(_fault("colour", _colour_text(pair), pair.answer))
    faults += [
        _fault("extra", f"“{_short(line)}” is not in the picture.", line)
        for line in answer
        if id(line) not in matched_ids
    ]
    return faults


def _colour_text(pair: Pair) -> str:
    own = oklab_distance(pair.reference["text_colour"], pair.answer["text_colour"])
    which, where = ("text_colour", "") if own > MOST_COLOUR else ("behind", "behind it ")
    reference, answer = (_hex(line[which]) for line in (pair.reference, pair.answer))
    return f"“{_short(pair.reference)}” has the colour {answer} {where}instead of {reference}."


def _place_faults(places: Sequence[Place]) -> list[Json]:
    return [
        _fault(
            "area",
            f"An area of {place['width']:.0f} × {place['height']:.0f} px at {place['x']:.0f}, {place['y']:.0f} "
            "looks different.",
            place,
        )
        for place in places
    ]


def _fault(kind: str, text: str, place: Place) -> Json:
    return {"kind": kind, "text": text, **{name: round(place[name]) for name in ("x", "y", "width", "height")}}


def _short(line: Place) -> str:
    text = str(line["text"])
    return text if len(text) <= 60 else f"{text[:59]}…"


def _hex(colour: Sequence[int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
