"""Names as people may show them: their own, in any script, and not somebody else's.

Decision 27 of SECURITY.md. The name is shown as typed; what a forger needs (invisible characters,
scripts mixed within a name, the words of the staff, a name that looks like that of a moderator or of the
forum) is refused.
"""

import re
import unicodedata
from collections.abc import Collection

from forum.accounts.skeletons import skeleton
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line

SHORTEST, LONGEST = 2, 60
PUNCTUATION = frozenset(" .,'’ʼ\"()&/·-‐–_")
# More marks than this on one letter reach into the lines above and below.
MOST_MARKS = 3

# Scripts that are written together.
EAST_ASIAN = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
SCRIPTS = EAST_ASIAN | set(
    """
    GREEK CYRILLIC ARMENIAN HEBREW ARABIC SYRIAC THAANA TIFINAGH ETHIOPIC GEORGIAN DEVANAGARI BENGALI GURMUKHI
    GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER
    """.split()  # noqa: SIM905
)

# A name with one of these words speaks for the forum.
STAFF_WORDS = frozenset({"admin", "administrator", "beheerder", "moderator", "moderatie", "samenspraak"})
# These are refused as a whole name only: "Marieke Support" may exist.
SYSTEM_NAMES = frozenset(
    """
    anonymous anoniem everybody iedereen forum helpdesk info mailer-daemon noreply no-reply postmaster
    redactie root security staff beheer support systeem system webmaster www
    voormalig-deelnemer former-participant
    """.split()  # noqa: SIM905
)


def clean_name(
    value: str, *, is_staff: bool = False, site_name: str = "", names_of_staff: Collection[str] = ()
) -> str:
    """The name as it will be shown. Raises Invalid at `name`. Staff may use the forum's own words.

    names_of_staff: of those who moderate, which nobody else may be taken for.
    """
    # A far too long name is judged by its beginning: it is refused anyway.
    name = clean_line(value[:1000])
    if len(name) < SHORTEST:
        raise _invalid(_("Fill in your name: at least two letters."))
    if len(name) > LONGEST or len(value) > 1000:
        raise _invalid(_("Use at most %(most)s characters for your name.", most=LONGEST))
    _check_characters(name)
    if is_staff:
        return name
    if is_reserved(name) or _speaks_for(site_name, name):
        raise _invalid(_("This name looks like that of the forum's staff. Use your own name."))
    if skeleton(name) in map(skeleton, names_of_staff):
        raise _invalid(
            _("Somebody who moderates here has this name. Add something, for instance a second first name.")
        )
    return name


def _check_characters(name: str) -> None:
    letters, marks, scripts = 0, 0, set[str]()
    for character in name:
        if character in PUNCTUATION or "0" <= character <= "9":
            marks = 0
            continue
        is_mark = unicodedata.category(character) in ("Mn", "Mc")
        marks = marks + 1 if is_mark else 0
        script = _script_of(character)
        if script is None or marks > MOST_MARKS or (is_mark and not letters):
            raise _invalid(_("Use only letters, digits, spaces and . , ' - & ( ) in your name."))
        letters += not is_mark
        if script != "COMBINING":
            scripts.add(script)
    if letters < SHORTEST:
        raise _invalid(_("Fill in your name: at least two letters."))
    if len(scripts) > 1 and not scripts <= EAST_ASIAN:
        raise _invalid(_("Write your name in one script, for instance only in Latin letters."))


def _script_of(character: str) -> str | None:
    """The first word of the character's Unicode name tells the script. None: not for names."""
    words = unicodedata.name(character, "").split()
    category = unicodedata.category(character)
    if category not in ("Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc") or "FILLER" in words or "JOINER" in words:
        return None
    if words[0] in SCRIPTS or words[0] == "COMBINING":
        return words[0]
    return None


def is_reserved(name: str) -> bool:
    return bool(set(_words(name)) & _STAFF) or skeleton(name) in _SYSTEM


def _speaks_for(site_name: str, name: str) -> bool:
    """Whether the forum's own name stands in this one, as words of their own."""
    site, words = _words(site_name), _words(name)
    return bool(site) and any(words[start : start + len(site)] == site for start in range(len(words)))


def _words(name: str) -> list[str]:
    return [folded for word in re.split(r"[^\w]+|_", name) if (folded := skeleton(word))]


_STAFF = frozenset(skeleton(word) for word in STAFF_WORDS)
_SYSTEM = frozenset(skeleton(name) for name in SYSTEM_NAMES | STAFF_WORDS)


def _invalid(message: str) -> Invalid:
    return Invalid({"name": message})
