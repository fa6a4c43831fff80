"""What is wrong with a content file, in the language of who edits it.

The reader of such files also runs where there is no forum, and the command line speaks English. So its
sentences are known here by their form; one that is not stays as it is.
"""

import re
from collections.abc import Callable
from functools import cache

from forum.lib.i18n import force_locale, lazy

SENTENCES = (
    lazy("indented by a tab: use spaces"),
    lazy("not readable as YAML: put a text that contains ': ' between quotes"),
    lazy("not readable as YAML: %(problem)s"),
    lazy("the front matter is empty"),
    lazy("YAML anchors and aliases (& and *) are not used here: write the text out"),
    lazy("YAML tags (!) are not used here"),
    lazy("nested more than %(most)s deep"),
    lazy("%(what)s must be a list of 'name: value' lines"),
    lazy("'%(name)s' is given twice"),
    lazy("unknown field '%(name)s' in %(what)s (known: %(known)s)"),
    lazy("'%(slug)s' stands twice in '%(name)s'"),
    lazy("unknown '%(slug)s' in '%(name)s' (known: %(known)s)"),
    lazy("'%(name)s' in %(what)s must be a number from %(least)s to %(most)s"),
    lazy("'%(name)s' is missing in %(what)s"),
    lazy("'%(name)s' in %(what)s must be a list of lines that begin with '-'"),
    lazy("'%(name)s' has no '%(locale)s': readers get the Dutch text"),
    lazy("'%(name)s' in %(what)s is empty"),
    lazy("'%(name)s' in %(what)s has %(length)s characters, the limit is %(most)s"),
    lazy("'%(name)s' is no short name: use a-z, 0-9 and single hyphens, a letter first"),
    lazy("'%(name)s' in %(what)s must be text"),
    lazy("'%(name)s' in %(what)s must be text (put it between quotes)"),
    lazy("'%(name)s' in %(what)s must be a whole number"),
    lazy("'%(name)s' in %(what)s must be true or false"),
    lazy("the file is larger than %(most)s kB"),
    lazy("contains the control character %(character)s"),
    lazy("the file must begin with front matter between two lines '---'"),
    lazy("the front matter is not closed by a line '---'"),
    lazy("unknown language '%(locale)s' (known: %(known)s)"),
    lazy("the text '%(locale)s' begins for the second time"),
    lazy("text before the line '--- nl' that names its language"),
    lazy("there is no Dutch text, after a line '--- nl'"),
    lazy("there is no text '--- %(locale)s': readers get the Dutch one"),
    lazy("the article has %(count)s questions, the limit is %(most)s"),
    lazy("'%(slug)s' is an address of the forum itself"),
    lazy("the list of perspectives is empty"),
    lazy("the perspective '%(slug)s' stands on line %(line)s already"),
    lazy("the lesson '%(slug)s' stands on line %(line)s already"),
    lazy("the lesson number '%(number)s' stands on line %(line)s already"),
    lazy("the question '%(slug)s' stands on line %(line)s already"),
    lazy("the position '%(words)s' stands on line %(line)s already"),
    lazy("'url' must begin with https:// or http://"),
    lazy("an anchor for '%(locale)s', but no text '--- %(same)s'"),
    lazy("no anchor for '%(locale)s': that text does not show this question"),
    lazy("unknown lesson '%(slug)s' (known: %(known)s)"),
    lazy("the lesson '%(slug)s' opens on line %(line)s already"),
    lazy("'{lesson=…}' can only stand at the end of a heading"),
    lazy("no heading of the text '%(locale)s' opens the lesson '%(slug)s'"),
    lazy("the text '%(locale)s' cannot be rendered: it is too long or too deep"),
    lazy(
        "the passage of '%(slug)s' stands %(times)s times in the text '%(locale)s': give a prefix or suffix"
    ),
    lazy(
        "the passage of '%(slug)s' stands %(times)s times in the text '%(locale)s': give a prefix or suffix"
        " (nearest: “%(words)s”)"
    ),
    lazy("the passage of '%(slug)s' does not stand in the text '%(locale)s'"),
    lazy("the passage of '%(slug)s' does not stand in the text '%(locale)s' (nearest: “%(words)s”)"),
    lazy("the lesson '%(slug)s' belongs to the article '%(owner)s' already"),
    lazy("the question '%(slug)s' belongs to the article '%(owner)s' already"),
    lazy("the forum has no perspectives yet, so this file must list them"),
    lazy("unknown perspective '%(slug)s' in '%(question)s'"),
    lazy("the slug of an article stays: '%(slug)s'"),
)
# What a value stands in; anything else is the name of a field.
WHOLES = (
    lazy("the front matter"),
    lazy("the source"),
    lazy("a perspective"),
    lazy("a lesson"),
    lazy("a question"),
    lazy("an anchor"),
    lazy("the anchor '%(locale)s'"),
)


def in_words(message: str, line: Callable[[int], int] = int) -> str:
    """The message in the current language. line: from a line of the file to the one in its field."""
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(message):
            values = found.groupdict()
            if "what" in values:
                values["what"] = _whole(values["what"])
            if "line" in values:
                values["line"] = str(line(int(values["line"])))
            return str(sentence) % values if values else str(sentence)
    return message


def _whole(words: str) -> str:
    for whole in WHOLES:
        if found := _pattern(_english(whole)).fullmatch(words):
            return str(whole) % found.groupdict() if found.groupdict() else str(whole)
    return words


@cache
def _patterns() -> list[tuple[re.Pattern[str], object]]:
    """Those that say most come first: a sentence without a gap before one with many."""
    known = [(_english(one), one) for one in SENTENCES]
    known.sort(key=lambda pair: (pair[0].count("%("), -len(pair[0])))
    return [(_pattern(english), sentence) for english, sentence in known]


def _english(sentence: object) -> str:
    with force_locale("en"):
        return str(sentence)


@cache
def _pattern(english: str) -> re.Pattern[str]:
    gaps = re.split(r"%\((\w+)\)s", english)
    parts = [
        f"(?P<{part}>{r'[0-9]+' if part == 'line' else '.*?'})" if index % 2 else re.escape(part)
        for index, part in enumerate(gaps)
    ]
    return re.compile("".join(parts), re.DOTALL)
