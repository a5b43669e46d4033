"""Every shipped workbook, uploaded as by the page: it is read as its manifest says, or refused with a reason."""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bench.workbooks import compared
from evaluations.models import Workbook
from tests.webapp.rows_for_pages import make_person, sign_in
from tests.workbooks import files

pytestmark = pytest.mark.django_db
LONGEST_CPU_S = 10


def children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("entry", files.manifest(), ids=lambda entry: entry["file"])
def test_workbook_is_shown_or_refused_with_a_sentence(entry: dict[str, Any]) -> None:
    client, begun, name = sign_in(make_person("mia")), children_s(), entry["file"]
    file = SimpleUploadedFile(name, (files.FILES / name).read_bytes())
    response = client.post("/workbooks/", {"file": file}, headers={"Accept": "application/json"})
    assert children_s() - begun < LONGEST_CPU_S
    if not entry["readable"]:
        assert response.status_code == 422
        sentence = response.json()["error"]
        assert sentence.startswith(name)
        assert sentence.endswith(".")
        assert not Workbook.objects.exists()
        return
    assert response.status_code == 200
    assert client.get(response.json()["url"]).status_code == 200
    preview = Workbook.objects.get().preview
    if entry["sheets"]:
        assert [sheet["name"] for sheet in preview["sheets"]] == entry["sheets"]
    for sheet, size in zip(preview["sheets"], entry["rows_cols"] or [], strict=False):
        if size and size != "CalamineError" and sheet["kind"] == "worksheet":
            assert [sheet["n_rows"], sheet["n_columns"]] == size
    if entry["date1904"]:
        assert preview["date_system"] == 1904


# To test a folder of other workbooks: TEST_WORKBOOKS=folder make test
FOLDER = os.environ.get("TEST_WORKBOOKS", "")
# calamine drops a line end that this file writes as an escape (_x000D_).
KNOWN = {"unicode__calamine__encoded_entities.xlsx": 1}
OTHERS = sorted(path for path in Path(FOLDER).iterdir() if path.is_file()) if FOLDER else []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_any_workbook_is_read_as_other_readers_read_it_or_refused(path: Path) -> None:
    client, begun, content = sign_in(make_person("mia")), children_s(), path.read_bytes()
    file = SimpleUploadedFile(path.name, content)
    response = client.post("/workbooks/", {"file": file}, headers={"Accept": "application/json"})
    assert children_s() - begun < LONGEST_CPU_S
    if response.status_code == 422:
        assert response.json()["error"].startswith(path.name)
        assert response.json()["error"].endswith(".")
        return
    assert client.get(response.json()["url"]).status_code == 200
    n_cells, n_differ = compared(response.json()["id"], content)
    assert n_differ == KNOWN.get(path.name, 0), f"{n_differ} of {n_cells} cells differ from calamine's"
