"""Encodings of text files: they are detected from the bytes, named, and can be chosen by a person."""

from __future__ import annotations

import pytest

from evaluations.workbooks import read_preview
from evaluations.workbooks.reading import encoding

RUSSIAN = "Город;Население;Область\nМосква;13010112;Центральный\nСанкт-Петербург;5601911;Северо-Западный\n"
GREEK = "Πόλη;Πληθυσμός\nΑθήνα;664046\nΘεσσαλονίκη;315196\nΠάτρα;167446\n"
POLISH = "Miasto;Województwo\nŁódź;łódzkie\nWrocław;dolnośląskie\nCzęstochowa;śląskie\nRzeszów;podkarpackie\n"
JAPANESE = "商品名,価格,在庫\nりんご,120,34\nみかん,80,12\nぶどう,300,5\n"
GERMAN = "Größe;Straße;Preis\n12;Königstraße;€ 3,50\n13;Münchner Straße;4,20 €\n"
TURKISH = "Şehir;Nüfus\nİstanbul;15840900\nİzmir;4425789\nEskişehir;898369\n"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8_r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("cp1253", GREEK),
        ("cp1250", POLISH),
        ("iso8859_2", POLISH),
        ("cp932", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", "名字,数量\n北京,1\n上海,2\n"),
        ("gb18030", "城市,人口\n北京,21890000\n上海,24870000\n广州,18680000\n"),
        ("big5", "城市,人口\n臺北,2500000\n高雄,2730000\n臺中,2830000\n"),
        ("cp949", "도시,인구\n서울,9411000\n부산,3350000\n대구,2385000\n"),
        ("cp1252", GERMAN),
        ("cp1252", "name;city\nJosé;Málaga\nZoë;Orléans\n"),
        ("cp1252", "a;b\ncafé;1\n"),
        ("cp1252", "Navn;By\nBjørn;Tromsø\nÅse;Ålesund\n"),
        ("cp1252", "name;x\n¿Qué?;£5\n¡Olé!;3 €\n«año»;5 °C\nm²;x\n"),
        ("cp1250", "miasto;x\nŁódź;1\nKraków;2\nŻywiec;3\nCzęstochowa;4\nŚwidnica;5\n"),
        ("iso8859_2", "miasto;x\nŁódź;1\nKraków;2\nŻywiec;3\nCzęstochowa;4\nśląsk;6\n"),
        ("mac_roman", "name;x\nMüller;1\nGröße;2\nStraße;3\n"),
        ("cp852", "miasto;x\nŁódź;1\nŻywiec;2\nCzęstochowa;3\n"),
        ("utf_8", "naïve"),
        ("utf_16", "naïve"),
        ("utf_16_le", GERMAN),
        ("utf_16_be", GERMAN),
        ("utf_32", GERMAN),
    ],
)
def test_text_is_read_in_the_encoding_that_its_bytes_suggest(codec: str, text: str) -> None:
    content = text.encode(codec)
    assert encoding.decode(content, encoding.find(content)) == text


def test_encoding_is_named_and_can_be_chosen() -> None:
    preview = read_preview("cities.csv", RUSSIAN.encode("cp1251"))
    assert (preview.encoding, preview.sheets[0].rows[1][0].text) == ("cp1251", "Москва")
    assert any("Windows-1251 (Cyrillic)" in note for note in preview.notes)
    for codec, text in (("cp1252", "Ýstanbul"), ("cp1254", "İstanbul")):
        chosen = read_preview("cities.csv", TURKISH.encode("cp1254"), reading={"encoding": codec})
        assert (chosen.encoding, chosen.sheets[0].rows[1][0].text) == (codec, text)
        assert chosen.reading == {"encoding": codec}


def test_utf_8_needs_no_note() -> None:
    assert read_preview("cities.csv", RUSSIAN.encode()).notes == ()


def test_large_text_is_judged_by_a_sample() -> None:
    content = b"a;b\n" * 500_000 + RUSSIAN.encode("cp1251") * 10_000
    assert encoding.find(content) == "cp1251"
