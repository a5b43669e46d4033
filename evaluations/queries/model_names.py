"""Models in one short line: family, size and quantisation, each read from what its server or its name says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evaluations.models.servers import LanguageModel
from evaluations.queries.model_size import SHORTENED

SIZE = re.compile(r"(?:^|[-_.: ])((?:\d+x)?\d+(?:\.\d+)?[bm])(?=$|[-_.: ])", re.IGNORECASE)
EDGES = "-_.: "


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName:
    """The family may be cut where there is little room; size and quantisation distinguish weights and are never cut."""

    family: str
    size: str
    quantisation: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.family, self.size, self.quantisation) if part)


def short_name(model: LanguageModel) -> ShortName:
    """Return the name without its maker, size and format; size and quantisation separately, empty if unknown."""
    name = model.name.rpartition("/")[2]
    ending = SHORTENED.search(name)
    base_name = name[: ending.start()] if ending else name
    if model.quantisation:
        base_name = re.sub(rf"[-_.:]{re.escape(model.quantisation)}(?=$|[-_.:])", "", base_name, flags=re.IGNORECASE)
    size = SIZE.search(base_name)
    if size:
        base_name = base_name[: size.start()] + base_name[size.end() :]
    return ShortName(
        family=base_name.strip(EDGES).removesuffix(":latest") or name,
        size=model.parameter_size or (size[1] if size else ""),
        quantisation=model.quantisation or (ending[0].strip(EDGES) if ending else ""),
    )


def short_names(models: Iterable[LanguageModel]) -> dict[int, ShortName]:
    """Return a short name for each model by its row; where two would be the same, they get their whole names."""
    rows = list({model.pk: model for model in models}.values())
    names = {model.pk: short_name(model) for model in rows}
    for index in range(3):
        n = Counter(str(name) for name in names.values())
        for model in rows:
            if n[str(names[model.pk])] > 1:
                full_name = (model.name.rpartition("/")[2], model.name, model.model_id)[index]
                names[model.pk] = replace(names[model.pk], family=full_name)
    return names
