"""The kinds of personal data there are: why we have them, for how long, and who sees them.

The privacy page shows these, in this order; each declaration of own data names the kind that it belongs to.
Grounds are articles of the General Data Protection Regulation (GDPR); DSA is the Digital Services Act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from forum.lib.i18n import _
from forum.settings import settings


class Kind(Enum):
    ACCOUNT = "account"
    CONTRIBUTIONS = "contributions"
    VOTES = "votes"
    FOLLOWING = "following"
    DRAFTS = "drafts"
    SIGNING_IN = "signing_in"
    MAIL = "mail"
    REPORTS = "reports"
    DECISIONS = "decisions"
    MODERATING = "moderating"
    OWN_DATA = "own_data"


@dataclass(frozen=True, slots=True)
class Told:
    """What the privacy page says of one kind, in the reader's language."""

    kind: Kind
    name: str
    purpose: str
    ground: str
    kept: str
    seen_by: str


def told() -> list[Told]:
    return [TELLING[kind]() for kind in Kind]


def _account() -> Told:
    return Told(
        Kind.ACCOUNT,
        name=_("Your account"),
        purpose=_("To let you sign in, and to show others who speaks, and from which role."),
        ground=_("Your agreement with us, the house rules (article 6.1.b)"),
        kept=_("Until you have your account erased"),
        seen_by=_("Everybody, but your e-mail address: that only you and the administrators see."),
    )


def _contributions() -> Told:
    return Told(
        Kind.CONTRIBUTIONS,
        name=_("What you write: conversations, comments, positions, remarks, and earlier versions of them"),
        purpose=_("To think together, in a conversation that others can follow."),
        ground=_("Your agreement with us (article 6.1.b). After erasure: freedom of expression (17.3.a)"),
        kept=_("Until you take it back. After erasure it stays, without your name"),
        seen_by=_("Everybody. What you took back, only you and the moderators."),
    )


def _votes() -> Told:
    return Told(
        Kind.VOTES,
        name=_("Your votes, with their reasons, and your place on the map of opinions"),
        purpose=_("To find out what people already agree on, and to count each person once."),
        ground=_(
            "Your consent (article 6.1.a; 9.2.a where a vote tells of your convictions). You give it with "
            "every vote, and take it back by withdrawing it"
        ),
        kept=_("Until you withdraw it, or have your account erased and do not want it counted any longer"),
        seen_by=_("Only you. Others see numbers by role, and reasons without a name."),
    )


def _following() -> Told:
    return Told(
        Kind.FOLLOWING,
        name=_("What you follow, what was told to you, and what you read"),
        purpose=_("To show you what is new."),
        ground=_("Your agreement with us (article 6.1.b)"),
        kept=_(
            "Notifications: %(read)s days after you read them, %(unread)s days if you did not. Visits: "
            "%(visits)s days. The rest until you change it",
            read=settings().keep_notifications,
            unread=settings().keep_unread,
            visits=settings().keep_visits,
        ),
        seen_by=_("Only you."),
    )


def _drafts() -> Told:
    return Told(
        Kind.DRAFTS,
        name=_("Texts that you did not send yet"),
        purpose=_("So that nothing you typed is lost."),
        ground=_("Your agreement with us (article 6.1.b)"),
        kept=_("%(days)s days after you last changed them", days=settings().keep_drafts),
        seen_by=_("Only you."),
    )


def _signing_in() -> Told:
    return Told(
        Kind.SIGNING_IN,
        name=_("Where and how you sign in, and what changed in the security of your account"),
        purpose=_("To keep you signed in, and to keep others out of your account."),
        ground=_("Our legitimate interest, and yours, in a safe forum (article 6.1.f)"),
        kept=_("Sessions: 30 days at most. What you sign in with: until you remove it"),
        seen_by=_("Only you."),
    )


def _mail() -> Told:
    return Told(
        Kind.MAIL,
        name=_("How you want your mail, and whether it reaches you"),
        purpose=_("To send you what you ask for, and to stop when it does not arrive."),
        ground=_("Your agreement with us (article 6.1.b)"),
        kept=_("Until you change it, or have your account erased"),
        seen_by=_("Only you and the administrators."),
    )


def _reports() -> Told:
    return Told(
        Kind.REPORTS,
        name=_("What you reported"),
        purpose=_("To judge it, and to answer you."),
        ground=_("A legal obligation (article 6.1.c; DSA, article 16)"),
        kept=_("As long as the decision. After erasure without your name"),
        seen_by=_("Only you and the moderators."),
    )


def _decisions() -> Told:
    return Told(
        Kind.DECISIONS,
        name=_("Decisions about what you wrote or about your account, and your objections"),
        purpose=_("To give you reasons and let you object, and to account for what was done."),
        ground=_("A legal obligation (article 6.1.c; DSA, articles 17, 20 and 24)"),
        kept=_("For good. After erasure without your name"),
        seen_by=_("You and the moderators. The public log names nobody."),
    )


def _moderating() -> Told:
    return Told(
        Kind.MODERATING,
        name=_("What moderators do, and what they note about an account"),
        purpose=_("To treat people alike, and to be able to check how moderators work."),
        ground=_("Our legitimate interest in a forum without abuse (article 6.1.f)"),
        kept=_("Notes about you: until you have your account erased. The rest for good, without your name"),
        seen_by=_("Only the moderators."),
    )


def _own_data() -> Told:
    return Told(
        Kind.OWN_DATA,
        name=_("Copies of your data that you asked for, and a request to erase your account"),
        purpose=_("To do what you ask."),
        ground=_("A legal obligation (article 6.1.c; articles 12, 15, 17 and 20)"),
        kept=_(
            "Copies: %(days)s days. That an account was erased: for good", days=settings().keep_data_copies
        ),
        seen_by=_("Only you."),
    )


TELLING: dict[Kind, Callable[[], Told]] = {
    Kind.ACCOUNT: _account,
    Kind.CONTRIBUTIONS: _contributions,
    Kind.VOTES: _votes,
    Kind.FOLLOWING: _following,
    Kind.DRAFTS: _drafts,
    Kind.SIGNING_IN: _signing_in,
    Kind.MAIL: _mail,
    Kind.REPORTS: _reports,
    Kind.DECISIONS: _decisions,
    Kind.MODERATING: _moderating,
    Kind.OWN_DATA: _own_data,
}
