"""What each ground means: in words for who reports and who decides, how urgent it is, and which rule it is.

Why a ground is a rule of law or of the house: DSA, article 17 asks to say so with every restriction.
"""

from dataclasses import dataclass
from typing import Any

from forum.lib.i18n import lazy as _
from forum.moderation.kinds import Ground, Waits

Text = Any
"""Translated when it is shown."""


@dataclass(frozen=True, slots=True)
class GroundRule:
    """`explanation`: one line for who reports. `reference`: the rule that a decision rests on. `urgency`: 1
    first. `hides_at_once`: a report takes the thing out of sight until a moderator looks. `reasons`: to start
    from."""

    label: Text
    explanation: Text
    reference: Text
    urgency: int
    is_law: bool = False
    hides_at_once: bool = False
    is_for_flags: bool = True
    reasons: tuple[Text, ...] = ()


GROUNDS: dict[Ground, GroundRule] = {
    Ground.CLIENT_DATA: GroundRule(
        _("Personal data of a client"),
        _("Somebody who receives care or support can be recognised, also without a name."),
        _("General Data Protection Regulation, and the house rule on clients and residents"),
        urgency=1,
        is_law=True,
        hides_at_once=True,
        reasons=(
            _("A client or resident can be recognised by this. Leave out what points to one person."),
            _("You wrote about somebody's care or support in a way that those around them recognise."),
        ),
    ),
    Ground.TENDER: GroundRule(
        _("An ongoing tender"),
        _("It is about a tender that is still open, and can harm the procedure or who takes part in it."),
        _("House rule on tenders that are still open"),
        urgency=1,
        hides_at_once=True,
        reasons=(
            _("You wrote about a tender that is still open. After the award you can come back to it."),
            _("Who takes part in a tender may not be helped or harmed by what is said here."),
        ),
    ),
    Ground.ILLEGAL: GroundRule(
        _("Illegal content"),
        _("It breaks a law: a threat, incitement, defamation, or somebody's rights."),
        _("The law that the reason names"),
        urgency=1,
        is_law=True,
        reasons=(
            _("This breaks the law: [name the law and the article]."),
            _("This text belongs to somebody else, who did not allow its use (Copyright Act)."),
        ),
    ),
    Ground.HATEFUL: GroundRule(
        _("Hateful or insulting"),
        _("It attacks a person or a group instead of what they say."),
        _("House rule “Disagree well”"),
        urgency=2,
        reasons=(
            _("You attack a person here, not what they say. Disagreeing is fine: write about the matter."),
            _("You put down a group of people. That has no place here."),
        ),
    ),
    Ground.OFF_TOPIC: GroundRule(
        _("Off topic"),
        _("It is not about this question."),
        _("House rule “Write from what you know”: stay with the question"),
        urgency=4,
        reasons=(
            _("This is about something else than the question. You can start a conversation of your own."),
        ),
    ),
    Ground.SPAM: GroundRule(
        _("Spam or advertising"),
        _("It is there to sell something, or was posted in many places."),
        _("House rule on advertising"),
        urgency=4,
        reasons=(_("This is an advertisement. A link is fine when it helps the conversation."),),
    ),
    Ground.DUPLICATE: GroundRule(
        _("Double"),
        _("The same stands elsewhere already."),
        _("Order in the forum: one place for one thing"),
        urgency=4,
        reasons=(_("The same stands elsewhere already. It goes on there."),),
    ),
    Ground.OTHER: GroundRule(
        _("Something else"),
        _("Tell us below what is wrong."),
        _("House rules"),
        urgency=4,
    ),
    Ground.ORDER: GroundRule(
        _("Order in the forum"),
        _("Nothing is wrong with the text; it is easier to find this way."),
        _("Order in the forum; nobody did anything wrong"),
        urgency=4,
        is_for_flags=False,
        reasons=(
            _("It is easier to find and to answer this way. Nothing is wrong with what you wrote."),
            _("This is about another question, where more people will read it."),
        ),
    ),
    Ground.REVIEW: GroundRule(
        _("Looked at, and in order"),
        _("A moderator looked and found nothing against the rules."),
        _("House rules; nothing was found against them"),
        urgency=4,
        is_for_flags=False,
        reasons=(
            _("We looked at it and found nothing against the house rules."),
            _("What was wrong with it has been mended. Thank you."),
        ),
    ),
    Ground.EVIDENCE: GroundRule(
        _("Evidence of a mandate"),
        _("Whether somebody may speak for an organisation."),
        _("Lesson 2: who speaks for an organisation has its mandate"),
        urgency=3,
        is_for_flags=False,
        reasons=(
            _("What you sent shows that you may speak for this organisation."),
            _("What you sent does not show that you may speak for this organisation. You can ask again."),
            _("The organisation let us know that this mandate no longer holds."),
        ),
    ),
}
FLAG_GROUNDS = tuple(ground for ground, rule in GROUNDS.items() if rule.is_for_flags)

# An appeal is a right with a term, and somebody waits whose text may be gone; a task harms nobody.
URGENCY = {Waits.APPEAL: 2, Waits.HELD: 3, Waits.MANDATE: 3, Waits.DOUBT: 4, Waits.ANCHOR: 5}


def rule_of(ground: Ground) -> GroundRule:
    return GROUNDS[ground]
