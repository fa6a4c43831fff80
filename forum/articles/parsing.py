"""From a content file to `ArticleSource`: reads on after a mistake, so that one run names them all."""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable
from pathlib import Path

from forum.accounts.perspectives import LONGEST_LABEL
from forum.articles.front_matter import Fields, read_front_matter
from forum.articles.problems import Findings, Place, UnusableSource
from forum.articles.quotes import Quote
from forum.articles.source import (
    LONGEST_CONTEXT,
    LONGEST_INTRO,
    LONGEST_POSITION,
    LONGEST_QUOTE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_URL,
    Anchor,
    ArticleSource,
    CreditSource,
    LessonSource,
    PerspectiveSource,
    QuestionSource,
)
from forum.lib.i18n import DEFAULT_LOCALE, LOCALES
from forum.lib.wording import Texts

LARGEST_FILE = 1_000_000  # bytes; some thirty times the starter article
# Each question is placed in the text by itself; this many still take a moment, not minutes.
MOST_QUESTIONS = 200
# What YAML, a database or a page cannot carry, and line ends that only some programs count as such.
UNUSABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RESERVED = {"new"}  # /admin/articles/new
FENCE = "---"
SECTION = re.compile(r"---\s+(\S+)\s*")
LESSON_HEADING = re.compile(r" {0,3}#{1,6}\s.*\{lesson=([^{}\s]*)\}\s*")


def read_source(path: Path, findings: Findings) -> ArticleSource:
    """The file as dataclasses; warnings stay in `findings`. Raises UnusableSource with every mistake."""
    return parse_source(read_text(path, findings), findings)


def parse_source(text: str, findings: Findings) -> ArticleSource:
    """The same for the text of a file."""
    lines = _lines_of(text, findings)
    end = _end_of_front_matter(lines, findings)
    bodies = _bodies(lines, end, findings)
    fields = read_front_matter("\n".join(lines[1:end]), 2, findings)
    if fields is None:
        raise UnusableSource(findings.problems)
    source = _article(fields, bodies, findings)
    _check_lesson_headings(lines, end, source, findings)
    findings.stop_on_errors()
    return source


def read_text(path: Path, findings: Findings) -> str:
    """What stands in the file. Raises UnusableSource when there is nothing to read on."""
    text = ""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        if len(error.object) > LARGEST_FILE:
            findings.error(*_TOO_LARGE)
        else:
            findings.error(place, "this is not UTF-8: save the file with that encoding")
    except (OSError, ValueError) as error:
        findings.error(Place(), f"cannot be read: {getattr(error, 'strerror', None) or error}")
    findings.stop_on_errors()
    return text


_TOO_LARGE = Place(), f"the file is larger than {LARGEST_FILE // 1000} kB"


def _lines_of(text: str, findings: Findings) -> list[str]:
    """The lines of the text in NFC. Raises UnusableSource when there is nothing to read on."""
    if len(text.encode()) > LARGEST_FILE:
        findings.error(*_TOO_LARGE)
    findings.stop_on_errors()
    lines = re.split(r"\r\n|\n|\r", unicodedata.normalize("NFC", text.removeprefix("\ufeff")))
    for number, line in enumerate(lines, start=1):
        if unusable := UNUSABLE.search(line):
            place = Place(number, unusable.start() + 1)
            findings.error(place, f"contains the control character U+{ord(unusable.group()):04X}")
    findings.stop_on_errors()
    return lines


def _end_of_front_matter(lines: list[str], findings: Findings) -> int:
    if lines[0].rstrip() != FENCE:
        findings.error(Place(), f"the file must begin with front matter between two lines '{FENCE}'")
        raise UnusableSource(findings.problems)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return number
    findings.error(Place(), f"the front matter is not closed by a line '{FENCE}'")
    raise UnusableSource(findings.problems)


def _bodies(lines: list[str], end: int, findings: Findings) -> Texts:
    bodies: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        if opening := SECTION.fullmatch(line):
            locale = opening.group(1)
            if locale not in LOCALES:
                findings.error(Place(number), f"unknown language '{locale}' (known: {', '.join(LOCALES)})")
            elif locale in bodies:
                findings.error(Place(number), f"the text '{locale}' begins for the second time")
            current = bodies.setdefault(locale, [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            findings.error(
                Place(number), f"text before the line '--- {DEFAULT_LOCALE}' that names its language"
            )
            current = []
    texts = {locale: "\n".join(body).strip("\n") for locale, body in bodies.items() if "".join(body).strip()}
    for locale in LOCALES:
        if locale in texts:
            continue
        if locale == DEFAULT_LOCALE:
            findings.error(Place(len(lines)), f"there is no Dutch text, after a line '--- {locale}'")
        else:
            findings.warning(Place(end + 1), f"there is no text '--- {locale}': readers get the Dutch one")
    return texts


def _article(fields: Fields, bodies: Texts, findings: Findings) -> ArticleSource:
    perspectives = None
    if "perspectives" in fields:
        perspectives = tuple(map(_perspective, fields.groups("perspectives", "a perspective")))
    fields.knows("perspectives")
    questions = fields.groups("questions", "a question")
    if len(questions) > MOST_QUESTIONS:
        place = fields.place_of("questions")
        findings.error(place, f"the article has {len(questions)} questions, the limit is {MOST_QUESTIONS}")
    lessons = tuple(map(_lesson, fields.groups("lessons", "a lesson")))
    known_lessons = [one.slug for one in lessons]
    known_perspectives = None if perspectives is None else [one.slug for one in perspectives]
    source = ArticleSource(
        slug=fields.slug(),
        is_featured=fields.flag("featured"),
        credit=_credit(fields, findings),
        title=fields.texts("title", most=LONGEST_TITLE),
        intro=fields.texts("intro", most=LONGEST_INTRO),
        perspectives=perspectives,
        lessons=lessons,
        questions=tuple(
            _question(group, bodies, known_lessons, known_perspectives, findings)
            for group in questions[:MOST_QUESTIONS]
        ),
        bodies=bodies,
    )
    fields.finish()
    if source.slug in RESERVED:
        findings.error(fields.place_of("slug"), f"'{source.slug}' is an address of the forum itself")
    if perspectives is not None and not perspectives:
        findings.error(fields.place_of("perspectives"), "the list of perspectives is empty")
    _check_distinct(((one.slug, one.place) for one in perspectives or ()), "perspective", findings)
    _check_distinct(((one.slug, one.place) for one in source.lessons), "lesson", findings)
    _check_distinct(((one.number, one.place) for one in source.lessons), "lesson number", findings)
    _check_distinct(((one.slug, one.place) for one in source.questions), "question", findings)
    return source


def _credit(fields: Fields, findings: Findings) -> CreditSource | None:
    group = fields.group("source", "the source", required=False)
    if group is None:
        return None
    credit = CreditSource(
        name=group.text("name", most=LONGEST_TITLE),
        url=group.text("url", most=LONGEST_URL, required=False),
        year=group.number("year", least=1000, most=9999, required=False),
        authors=group.text("authors", most=LONGEST_TITLE, required=False),
    )
    group.finish()
    if credit.url and not re.fullmatch(r"https?://[^\s\"'<>\\]+", credit.url):
        findings.error(group.place_of("url"), "'url' must begin with https:// or http://")
    return credit


def _perspective(group: Fields) -> PerspectiveSource:
    one = PerspectiveSource(
        slug=group.slug(),
        is_core=group.flag("core"),
        label=group.texts("label", most=LONGEST_LABEL),
        place=group.place,
    )
    group.finish()
    return one


def _lesson(group: Fields) -> LessonSource:
    one = LessonSource(
        slug=group.slug(),
        number=group.number("number", least=1, most=99) or 0,
        title=group.texts("title", most=LONGEST_TITLE),
        summary=group.texts("summary", most=LONGEST_SUMMARY),
        place=group.place,
    )
    group.finish()
    return one


def _question(
    group: Fields,
    bodies: Texts,
    known_lessons: Collection[str],
    known_perspectives: Collection[str] | None,
    findings: Findings,
) -> QuestionSource:
    positions = group.list_of_texts("positions", most=LONGEST_POSITION)
    one = QuestionSource(
        slug=group.slug(),
        lessons=group.slugs("lessons", known=known_lessons) or (),
        title=group.texts("title", most=LONGEST_TITLE),
        intro=group.texts("intro", most=LONGEST_INTRO),
        core_perspectives=group.slugs("core_perspectives", known=known_perspectives),
        anchors=_anchors(group, bodies, findings),
        positions=tuple(texts for texts, _place in positions),
        place=group.place,
    )
    group.finish()
    wordings = ((texts[DEFAULT_LOCALE].casefold(), place) for texts, place in positions)
    _check_distinct(wordings, "position", findings)
    return one


def _anchors(group: Fields, bodies: Texts, findings: Findings) -> dict[str, Anchor]:
    outer = group.group("anchor", "an anchor")
    if outer is None:
        return {}
    anchors: dict[str, Anchor] = {}
    for locale in LOCALES:
        inner = outer.group(locale, f"the anchor '{locale}'", required=locale == DEFAULT_LOCALE)
        if inner is not None:
            quote = Quote(
                exact=inner.text("exact", most=LONGEST_QUOTE),
                prefix=inner.text("prefix", most=LONGEST_CONTEXT, required=False),
                suffix=inner.text("suffix", most=LONGEST_CONTEXT, required=False),
            )
            inner.finish()
            anchors[locale] = Anchor(quote, inner.place_of("exact"))
            if locale not in bodies and inner.is_mapping:
                findings.warning(inner.place, f"an anchor for '{locale}', but no text '--- {locale}'")
        elif locale in bodies and outer.is_mapping:
            findings.warning(outer.place, f"no anchor for '{locale}': that text does not show this question")
    outer.finish()
    return anchors


def _check_distinct(values: Iterable[tuple[Hashable, Place]], what: str, findings: Findings) -> None:
    first: dict[Hashable, Place] = {}
    for value, place in values:
        if value and first.setdefault(value, place) is not place:
            findings.error(place, f"the {what} '{value}' stands on line {first[value].line} already")


def _check_lesson_headings(lines: list[str], end: int, source: ArticleSource, findings: Findings) -> None:
    known = [one.slug for one in source.lessons]
    locale = ""
    opened: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        if opening := SECTION.fullmatch(line):
            locale = opening.group(1)
        elif heading := LESSON_HEADING.fullmatch(line):
            slug, place = heading.group(1), Place(number, heading.start(1) + 1)
            if slug not in known:
                findings.error(place, f"unknown lesson '{slug}' (known: {', '.join(known) or 'none'})")
            elif opened.setdefault((locale, slug), number) != number:
                findings.error(place, f"the lesson '{slug}' opens on line {opened[locale, slug]} already")
        elif "{lesson=" in line:
            place = Place(number, line.index("{lesson=") + 1)
            findings.error(place, "'{lesson=…}' can only stand at the end of a heading")
    for one in source.lessons:
        for missing in [locale for locale in source.bodies if one.slug and (locale, one.slug) not in opened]:
            findings.warning(one.place, f"no heading of the text '{missing}' opens the lesson '{one.slug}'")
