"""Parts of a content file made of what stands in a form; each line remembers the field that it came from."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from forum.articles.parsing import FENCE
from forum.articles.quotes import Quote
from forum.articles.writing import fields_of
from forum.lib.i18n import DEFAULT_LOCALE, LOCALES
from forum.lib.text import clean_line

ARTICLE_TEXTS = ("title", "intro")
CREDIT = ("name", "url", "year", "authors")
ANCHOR = ("exact", "prefix", "suffix")


@dataclass(frozen=True, slots=True)
class Line:
    """`number`: in its field, counted from 1."""

    text: str
    field: str
    number: int = 1


def file_of(fields: Mapping[str, str]) -> list[Line]:
    """A content file without questions: they are added one by one.

    fields: `slug`, `featured` (empty for no), `source_…`, `title_…` and `intro_…` of each language,
    `lesson_lines` as they stand in a file, and the text in each language under its name.
    """
    lines = [Line(FENCE, "slug"), *_entry("slug", clean_line(fields["slug"]), "slug")]
    if fields["featured"]:
        lines += _entry("featured", True, "featured")
    lines += _credit(fields)
    for name in ARTICLE_TEXTS:
        lines += _texts(name, fields)
    lines += _lessons(fields["lesson_lines"])
    # What was not closed in the lessons is only noticed here.
    lines += [Line("questions: []", "lesson_lines"), Line(FENCE, "lesson_lines")]
    for locale in sorted(LOCALES, key=lambda one: not fields[one].strip()):
        if fields[locale].strip() or locale == DEFAULT_LOCALE:
            lines += [Line(f"{FENCE} {locale}", locale), *_typed(fields[locale], locale), Line("", locale)]
    return lines


def text_of(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines).rstrip("\n") + "\n"


def origin_of(lines: Sequence[Line], number: int) -> Line:
    """Where a line of the text came from, counted from 1."""
    return lines[max(0, min(number, len(lines)) - 1)]


def question_of(fields: Mapping[str, str], lessons: Sequence[str]) -> list[Line]:
    """One of the list of questions, as it stands there without a dash and without indentation.

    fields: `slug`; of each language `title`, `intro`, `exact`, `prefix`, `suffix`, and `positions` on a line
    each.
    """
    lines = list(_entry("slug", clean_line(fields["slug"]), "slug"))
    lines.append(Line(f"lessons: {_flow(list(lessons))}", "lessons"))
    for name in ("title", "intro"):
        lines += _texts(name, fields)
    lines.append(Line("anchor:", f"exact_{DEFAULT_LOCALE}"))
    for locale in LOCALES:
        quote = Quote(*(clean_line(fields[f"{name}_{locale}"]) for name in ANCHOR))
        if quote != Quote("") or locale == DEFAULT_LOCALE:
            lines.append(Line(f"  {locale}:", f"exact_{locale}"))
            named = fields_of(quote)
            if "exact" not in named:
                named = {"exact": "", **named}
            for name, words in named.items():
                lines += _entry(name, words, f"{name}_{locale}", indent=4)
    return lines + _positions(fields)


def _positions(fields: Mapping[str, str]) -> list[Line]:
    """English ones belong to the Dutch ones on the same line of their field."""
    typed = {locale: fields[f"positions_{locale}"].split("\n") for locale in LOCALES}
    lines: list[Line] = []
    for index in range(max(map(len, typed.values()))):
        texts = {locale: clean_line(some[index]) for locale, some in typed.items() if index < len(some)}
        dash = "- "
        for locale, text in texts.items():
            if text:
                [line] = _entry(locale, text, f"positions_{locale}", number=index + 1)
                lines.append(Line(f"  {dash}{line.text}", line.field, line.number))
                dash = "  "
    return [Line("positions:", lines[0].field, lines[0].number), *lines] if lines else []


def _credit(fields: Mapping[str, str]) -> Iterator[Line]:
    typed = {name: clean_line(fields[f"source_{name}"]) for name in CREDIT}
    if not any(typed.values()):
        return
    yield Line("source:", "source_name")
    for name, value in typed.items():
        if value or name == "name":
            is_year = name == "year" and value.isascii() and value.isdecimal() and len(value) == 4
            yield from _entry(name, int(value) if is_year else value, f"source_{name}", indent=2)


def _texts(name: str, fields: Mapping[str, str]) -> Iterator[Line]:
    """A text in each language in which it was typed; Dutch is always there, so that its lack is told."""
    yield Line(f"{name}:", f"{name}_{DEFAULT_LOCALE}")
    for locale in LOCALES:
        value = clean_line(fields[f"{name}_{locale}"])
        if value or locale == DEFAULT_LOCALE:
            yield from _entry(locale, value, f"{name}_{locale}", indent=2)


def _lessons(typed: str) -> list[Line]:
    if not typed.strip():
        return [Line("lessons: []", "lesson_lines")]
    lines = _typed(typed, "lesson_lines")
    has_name = lines[0].text.startswith("lessons:")  # copied from a file together with it
    return lines if has_name else [Line("lessons:", "lesson_lines", lines[0].number), *lines]


def _typed(text: str, field: str) -> list[Line]:
    """The lines of a field as they were typed, but for empty ones at the beginning and the end."""
    before = len(text) - len(text.lstrip("\n"))
    return [
        Line(line, field, number)
        for number, line in enumerate(text.strip("\n").split("\n"), start=before + 1)
    ]


def _entry(name: str, value: Any, field: str, *, indent: int = 0, number: int = 1) -> list[Line]:
    return [Line(f"{' ' * indent}{name}: {_scalar(value)}", field, number)]


def _scalar(value: Any) -> str:
    """On one line, between quotes where YAML would take it for something else."""
    dumped = yaml.safe_dump({"v": value}, allow_unicode=True, default_flow_style=False, width=math.inf)
    return dumped.removeprefix("v: ").rstrip("\n")


def _flow(values: list[str]) -> str:
    return yaml.safe_dump(values, allow_unicode=True, default_flow_style=True, width=math.inf).rstrip("\n")
