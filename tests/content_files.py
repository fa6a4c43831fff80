"""A small content file for tests to change, break and load."""

from pathlib import Path

SMALL = """\
---
slug: samen
featured: true
source: {name: Het origineel, url: "https://example.nl/a", year: 2012, authors: de schrijvers}
title: {nl: Samen, en: Together}
intro: {nl: Over samenwerken., en: On working together.}
perspectives:
  - {slug: gemeente, core: true, label: {nl: Gemeente, en: Municipality}}
  - {slug: anders, core: false, label: {nl: Anders, en: Other}}
lessons:
  - {slug: wie-is-wij, number: 1, title: {nl: Wie is wij?, en: Who is we?}, summary: {nl: Wij., en: We.}}
  - {slug: waarden, number: 2, title: {nl: Waarden, en: Values}, summary: {nl: Samen., en: Together.}}
questions:
  - slug: wie
    lessons: [wie-is-wij, waarden]
    title: {nl: Wie hoort erbij?, en: Who belongs?}
    intro: {nl: Vertel., en: Tell us.}
    anchor:
      nl: {exact: "iedereen die meedoet"}
      en: {exact: "everyone who takes part"}
    positions:
      - {nl: Iedereen hoort erbij., en: Everybody belongs.}
      - {nl: Een kleine kern werkt beter., en: A small core works better.}
  - slug: geld
    lessons: []
    title: {nl: Wie betaalt?, en: Who pays?}
    intro: {nl: Over geld., en: About money.}
    core_perspectives: [anders]
    anchor:
      nl: {exact: "het geld", prefix: "waar blijft", suffix: "aan het eind"}
      en: {exact: "the money"}
---
--- nl
Samenwerken begint.

## Wie is wij {lesson=wie-is-wij}

Bij *iedereen die* meedoet, en niet bij het geld.

## Waarden {lesson=waarden}

Maar waar blijft het geld aan het eind?

--- en
Working together begins.

## Who is we {lesson=wie-is-wij}

With *everyone who* takes part.

## Values {lesson=waarden}

But where is the money in the end?
"""


def a_file(folder: Path, *changes: tuple[str, str], text: str = SMALL) -> Path:
    """The small file with each (old, new) replaced once; old must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "article.md"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def line_of(path: Path, fragment: str) -> int:
    """The line on which a fragment first stands in a file."""
    text = path.read_text(encoding="utf-8")
    return text[: text.index(fragment)].count("\n") + 1
