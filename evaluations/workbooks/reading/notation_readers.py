"""Reads the text of a cell as a number, a date or a boolean in one notation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from evaluations.workbooks.reading import delimited

if TYPE_CHECKING:
    from evaluations.records import Json

Reader = Callable[[str], "Json"]
PIVOT = 30  # two digits below it are of this century, as Excel reads them
BOOLEANS = (
    ("TRUE", "FALSE"),
    ("WAHR", "FALSCH"),
    ("VRAI", "FAUX"),
    ("VERDADERO", "FALSO"),
    ("VERO", "FALSO"),
    ("VERDADEIRO", "FALSO"),
    ("WAAR", "ONWAAR"),
    ("PRAWDA", "FAŁSZ"),
    ("PRAVDA", "NEPRAVDA"),
    ("IGAZ", "HAMIS"),
    ("SANT", "FALSKT"),
    ("SAND", "FALSK"),
    ("SANN", "USANN"),
    ("TOSI", "EPÄTOSI"),
    ("ADEVĂRAT", "FALS"),
    ("DOĞRU", "YANLIŞ"),
    ("ИСТИНА", "ЛОЖЬ"),
)
BOOLEAN_OF = {word: at == 0 for pair in BOOLEANS for at, word in enumerate(pair)}
SPACES = " \u00a0\u202f\u2009"
CODES = (
    "EUR USD GBP CHF JPY SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR INR PKR CNY KRW HKD SGD TWD THB IDR "
    "MYR PHP VND AUD NZD CAD MXN BRL ARS CLP COP PEN ZAR NGN KES EGP ISK"
)
CURRENCY = rf"(?:R\$|[A-Z]{{0,2}}\$|[€£¥₹₽₺₩₴₪฿]|{CODES.replace(' ', '|')}|kr\.?|zł|Kč|Ft|lei|Fr\.?|SFr\.?|Rs\.?)"
AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[-−])?(?P<before>{CURRENCY})?[{SPACES}]?(?P<inner>[-−])?"
    rf"(?P<digits>\d[\d.,'’{SPACES}]*?)(?P<whole>[.,][-–—])?(?P<trailing>[-−])?[{SPACES}]?(?P<after>{CURRENCY}|%)?"
    rf"(?P<close>\))?"
)
# Indian grouping (crores and lakhs): the last three digits, then pairs.
INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
GROUPED = "(?:0|[1-9]\\d*|[1-9]\\d{{0,2}}(?:(?P<group>[{marks}])\\d{{3}})(?:(?P=group)\\d{{3}})*)"
COMMA = re.compile(GROUPED.format(marks=f".'’{SPACES}") + r"(?:,\d+)?")
POINT = re.compile(GROUPED.format(marks=f",'’{SPACES}") + r"(?:\.\d+)?")
CLOCK = r"(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
DATE = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d\d){CLOCK}")
YEAR_FIRST = re.compile(rf"(\d{{4}})([./])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}")
# English, German, French, Spanish, Italian, Portuguese, Dutch; three letters or more of a name are enough.
MONTHS = (
    "january januar jänner janvier enero gennaio janeiro januari",
    "february februar feber février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mrz mars marzo março maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)
SHORT_MONTHS = (
    "ene gen",
    "fév fev",
    "mär mar",
    "avr abr",
    "mag",
    "giu",
    "lug",
    "aoû ago",
    "set",
    "okt ott out",
    "nov",
    "dez dic déc",
)
MONTH_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
WORD_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th|º)?(?:[ -]|(?<=\.))(?:de )?{MONTH_WORD}(?: de)?[ -]"
    rf"(?P<year>\d{{4}}|\d\d){CLOCK}"
)
WORD_DATE_US = re.compile(rf"{MONTH_WORD} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){CLOCK}")


def number_or_none(text: str) -> Json:
    """Read a number or a boolean as programs write it; None for other text."""
    return delimited.value(text) if delimited.NUMBER.fullmatch(text) else None


def _amount(text: str, digits: re.Pattern[str], decimal: str) -> Json:
    match = AMOUNT.fullmatch(text)
    if match is None or (match["open"] is None) != (match["close"] is None):
        return number_or_none(text)
    if match["whole"] and match["whole"][0] != decimal:
        return None
    is_indian = decimal == "." and INDIAN.fullmatch(match["digits"])
    if not (digits.fullmatch(match["digits"]) or is_indian):
        return None
    signs = [name for name in ("open", "sign", "inner", "trailing") if match[name]]
    if len(signs) > 1:
        return None
    plain_digits = "".join(c for c in match["digits"] if c.isdigit() or c == decimal).replace(decimal, ".")
    number = Decimal(plain_digits)
    if len(plain_digits) > 17:
        return None
    if match["after"] == "%":
        number /= 100
    if signs:
        number = -number
    return int(number) if number == int(number) else float(number)


def decimal_comma(text: str) -> Json:
    """Read a number with a decimal comma, such as 1.234,50."""
    return _amount(text, COMMA, ",")


def decimal_point(text: str) -> Json:
    """Read a number with a decimal point, such as 1,234.50."""
    return _amount(text, POINT, ".")


def day_first(text: str) -> Json:
    """Read a date with the day first, such as 31/12/2024."""
    match = DATE.fullmatch(text)
    return match and _date(match[4], match[3], match[1], match.groups()[4:])


def month_first(text: str) -> Json:
    """Read a date with the month first, such as 12/31/2024."""
    match = DATE.fullmatch(text)
    return match and _date(match[4], match[1], match[3], match.groups()[4:])


def year_first(text: str) -> Json:
    """Read a date with the year first, such as 2024/12/31."""
    match = YEAR_FIRST.fullmatch(text)
    return match and _date(match[1], match[3], match[4], match.groups()[4:])


def month_name(text: str) -> Json:
    """Read a date with the month as a word, such as 31. März 2024."""
    match = WORD_DATE.fullmatch(text) or WORD_DATE_US.fullmatch(text)
    month = MONTH_OF.get(match["word"].casefold()) if match else None
    if match is None or month is None:
        return None
    day, year = match["day"].zfill(2), match["year"]
    return _date(year, f"{month:02d}", day, match.groups()[-4:])


def _month_words() -> dict[str, int]:
    """Return each name of a month, whole or shortened, with its number. Beginnings that fit several months are left
    out.
    """
    numbers: dict[str, set[int]] = {}
    for number, (names, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), 1):
        full_names = names.split()
        cut = [name[:length] for name in full_names for length in range(3, len(name))]
        for word in (*full_names, *cut, *short.split()):
            numbers.setdefault(word, set()).add(number)
    return {word: months.pop() for word, months in numbers.items() if len(months) == 1}


MONTH_OF = _month_words()


def _date(year: str, month: str, day: str, clock: Sequence[str | None]) -> Json:
    if len(year) == 2 and not len(month) == len(day) == 2:
        return None
    full_year = int(year) + (0 if len(year) == 4 else 2000 if int(year) < PIVOT else 1900)
    hour, minute, second = (int(part or 0) for part in clock[:3])
    if half := clock[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    try:
        moment = dt.datetime(full_year, int(month), int(day), hour, minute, second)
    except ValueError:
        return None
    return {"date": moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat()}


READERS: dict[str, Reader] = {
    "text": str,
    "plain": number_or_none,
    "decimal_comma": decimal_comma,
    "decimal_point": decimal_point,
    "day_first": day_first,
    "month_first": month_first,
    "year_first": year_first,
    "month_name": month_name,
    "boolean": BOOLEAN_OF.get,
}
