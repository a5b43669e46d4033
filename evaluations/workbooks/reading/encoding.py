"""Finds the encoding of a text file: by its marks, as UTF-8, or by charset-normalizer's guess from the bytes."""

from __future__ import annotations

import re

ENCODINGS: dict[str, str] = {
    "utf_8": "UTF-8",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16, little-endian",
    "utf_16_be": "UTF-16, big-endian",
    "utf_32": "UTF-32",
    "cp1252": "Windows-1252 (Western European)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp1258": "Windows-1258 (Vietnamese)",
    "iso8859_2": "ISO 8859-2 (Central European)",
    "iso8859_5": "ISO 8859-5 (Cyrillic)",
    "iso8859_7": "ISO 8859-7 (Greek)",
    "iso8859_9": "ISO 8859-9 (Turkish)",
    "iso8859_15": "ISO 8859-15 (Western European)",
    "koi8_r": "KOI8-R (Russian)",
    "koi8_u": "KOI8-U (Ukrainian)",
    "mac_roman": "Mac Roman (Western European)",
    "mac_cyrillic": "Mac Cyrillic",
    "cp437": "DOS 437 (English)",
    "cp850": "DOS 850 (Western European)",
    "cp852": "DOS 852 (Central European)",
    "cp866": "DOS 866 (Cyrillic)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "cp949": "Windows-949 (Korean)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
}
WESTERN = "cp1252"
# Each has zero bytes in its line ends, which `find_wide` recognises: without them every text of two-byte letters fits.
WIDE = {"utf_16", "utf_16_le", "utf_16_be", "utf_32"}
# A sign of money, mathematics or punctuation before a small letter; a capital letter beyond ASCII after a small one;
# a line of a box, a control character, a byte that the encoding does not have.
ODD_PLACE = re.compile(
    "[¢£¤¥¦§¨©¬®¯±´¶·¸¹²³¼½¾×÷†‡‰¿¡](?=[a-zà-öø-ÿāăąćčďđēėęěģīįķļľłńņňőœŕřśşšţťūůűųźżž])|"
    "(?<=[a-zà-öø-ÿāăąćčďđēėęěģīįķļľłńņňőœŕřśşšţťūůűųźżž])[À-ÖØ-ÞĽŤŸŔĎŇŘĚŮŐŰĹĆŹŻŚŠŽŁŞŢČ¢£¤¥¦§¨©¬®¯±´¶¸¹¼½¾¿¡]|"
    "[\x80-\x9f\ufffd\u2500-\u259f]"
)
SAMPLE_BYTES = 65_536
WIDE_SAMPLE = 1024
FEW_BYTES = 4  # with fewer bytes beyond ASCII no guess is possible
MORE_CHAOS = 0.05
LESS_COHERENCE = 0.1


def find(content: bytes) -> str:
    """Return the codec of a text: by its byte order mark or zero bytes; UTF-8 where that fits; otherwise a guess
    from its bytes.
    """
    if codec := find_wide(content):
        return codec
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(_telling_lines(content))
    return "utf_8"


def find_wide(content: bytes) -> str:
    """Return the codec of a text with two or four bytes a character, by its marks or its zero bytes; empty for
    others.
    """
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf_32"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf_16"
    even, odd = content[:WIDE_SAMPLE:2], content[1:WIDE_SAMPLE:2]
    for zeros, others, codec in ((odd, even, "utf_16_le"), (even, odd, "utf_16_be")):
        if len(odd) > 2 and zeros.count(0) * 2 > len(zeros) and not others.count(0):
            return codec
    return ""


def decode(content: bytes, encoding: str) -> str:
    """Return the decoded text. Bytes that do not fit the encoding become U+FFFD."""
    return content.decode("utf-8-sig" if encoding == "utf_8" else encoding, "replace")


def name_of(encoding: str) -> str:
    """Return the encoding for a person."""
    return ENCODINGS.get(encoding, encoding.upper().replace("_", "-"))


def _telling_lines(content: bytes) -> bytes:
    """Return the first lines with a byte beyond ASCII. Other lines do not show the encoding."""
    lines = (line for line in content.split(b"\n") if not line.isascii())
    sample = b""
    for line in lines:
        sample += line[:SAMPLE_BYTES] + b"\n"
        if len(sample) >= SAMPLE_BYTES:
            break
    return sample


def _guess(sample: bytes) -> str:
    """Return Windows-1252, unless another encoding fits the text clearly better."""
    from charset_normalizer import from_bytes  # 50 ms: only for the few files that need it

    if sum(byte > 127 for byte in sample) < FEW_BYTES:
        return WESTERN
    matches = list(from_bytes(sample, cp_isolation=sorted(set(ENCODINGS) - WIDE), preemptive_behaviour=False))
    if not matches:
        return WESTERN
    western_oddities = _n_unlikely_pairs(sample, WESTERN)
    if western_oddities > 1:
        likely = [codec for match in matches for codec in (match.encoding, *match.could_be_from_charset)]
        known = [codec for codec in likely if codec in ENCODINGS]
        least = min(known, key=lambda codec: _n_unlikely_pairs(sample, codec), default=WESTERN)
        if _n_unlikely_pairs(sample, least) * 2 < western_oddities:
            return least
    calm = [match for match in matches if match.chaos <= matches[0].chaos + MORE_CHAOS]
    best = max(calm, key=lambda match: match.coherence)
    for match in calm:
        is_western = WESTERN in (match.encoding, *match.could_be_from_charset)
        if is_western and match.coherence >= best.coherence - LESS_COHERENCE:
            return WESTERN
    return best.encoding


def _n_unlikely_pairs(sample: bytes, codec: str) -> int:
    """Count pairs of signs and letters that no language has, like £ó and ódĽ."""
    return len(ODD_PLACE.findall(decode(sample, codec)))
