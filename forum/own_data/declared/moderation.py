"""Reports, decisions, appeals, the work of moderators, and the register."""

from forum.audit.models import AuditEntry
from forum.lib.i18n import lazy
from forum.moderation.models import Appeal, Decision, Flag, Item, Note
from forum.own_data.declared.accounts import PROOF, TECHNICAL
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind

LAW = "The law asks to account for it (DSA, articles 16, 17, 20 and 24); it names nobody any more."
REGISTER = "The register is sealed: each entry with the one before it, so that nothing was done in secret."
OF_OTHERS = "is about somebody else, or shows who else was concerned"

OWN = (
    OwnData(
        name="reports",
        title=lazy("What you reported"),
        kind=Kind.REPORTS,
        of=Flag.reporter_id,
        erased=Fate.STAYS,
        because=LAW,
        shows={
            "report": Flag.public_id,
            "what": Flag.kind,
            "ground": Flag.ground,
            "text": Flag.explanation,
            "language": Flag.locale,
            "created_at": Flag.created_at,
            "decision": Decision.public_id,
        },
        joined=((Decision, Decision.id == Flag.decision_id),),
        hides={
            "is of who reports without an account": (Flag.reporter_name, Flag.reporter_email),
            TECHNICAL: (Flag.hid, Flag.target_id),
        },
    ),
    OwnData(
        name="decisions",
        title=lazy("Decisions about you or what you wrote"),
        kind=Kind.DECISIONS,
        of=Decision.addressee_id,
        erased=Fate.STAYS,
        because=LAW,
        shows={
            "decision": Decision.public_id,
            "action": Decision.action,
            "what": Decision.kind,
            "ground": Decision.ground,
            "text": Decision.reason,
            "scope": Decision.scope,
            "until": Decision.until,
            "is_automated": Decision.is_automated,
            "is_restriction": Decision.is_restriction,
            "at": Decision.at,
        },
        hides={
            "is about who decided": (Decision.actor_role,),
            "is what an undo needs; the action says the same": (
                Decision.details,
                Decision.target_id,
                Decision.target_public_id,
            ),
        },
    ),
    OwnData(
        name="decided",
        title=lazy("Decisions that you took as a moderator"),
        kind=Kind.MODERATING,
        of=Decision.actor_id,
        erased=Fate.STAYS,
        because=LAW,
        shows={
            "decision": Decision.public_id,
            "action": Decision.action,
            "ground": Decision.ground,
            "at": Decision.at,
        },
        hides={OF_OTHERS: (Decision.reason,)},
    ),
    OwnData(
        name="appeals",
        title=lazy("Your objections"),
        kind=Kind.DECISIONS,
        of=Appeal.appellant_id,
        erased=Fate.STAYS,
        because=LAW,
        shows={
            "decision": Decision.public_id,
            "text": Appeal.text,
            "outcome": Appeal.outcome,
            "created_at": Appeal.created_at,
        },
        joined=((Decision, Decision.id == Appeal.decision_id),),
        hides={TECHNICAL: (Appeal.public_id,)},
    ),
    OwnData(
        name="claimed",
        title=lazy("What you are looking at as a moderator"),
        kind=Kind.MODERATING,
        of=Item.claimed_by_id,
        erased=Fate.CLEARED,
        because="Another moderator takes it on.",
        shows={"claimed_at": Item.claimed_at},
        hides={
            OF_OTHERS: (
                Item.public_id,
                Item.waits,
                Item.kind,
                Item.target_id,
                Item.urgency,
                Item.opened_at,
                Item.reminded_at,
            )
        },
    ),
    OwnData(
        name="closed",
        title=lazy("What you settled as a moderator"),
        kind=Kind.MODERATING,
        of=Item.closed_by_id,
        erased=Fate.STAYS,
        because=LAW,
        shows={"closed_at": Item.closed_at},
    ),
    OwnData(
        name="notes_about_you",
        title=lazy("Notes of moderators about you"),
        kind=Kind.MODERATING,
        of=Note.about_id,
        erased=Fate.GONE,
        shows={"created_at": Note.created_at},
        # Article 15(4): an administrator reads it before it is given, see docs/own-data.md.
        hides={"may show who reported something, or name others": (Note.text,)},
    ),
    OwnData(
        name="notes",
        title=lazy("Notes that you made as a moderator"),
        kind=Kind.MODERATING,
        of=Note.author_id,
        erased=Fate.STAYS,
        because="They are about somebody else, for the moderators who come after.",
        shows={"created_at": Note.created_at},
    ),
    OwnData(
        name="register_by_you",
        title=lazy("What the register says that you did"),
        kind=Kind.MODERATING,
        of=AuditEntry.actor_id,
        erased=Fate.STAYS,
        because=REGISTER,
        shows={"at": AuditEntry.at, "action": AuditEntry.action, "role": AuditEntry.actor_role},
        hides={
            OF_OTHERS: (
                AuditEntry.target_kind,
                AuditEntry.target_id,
                AuditEntry.reason,
                AuditEntry.before,
                AuditEntry.after,
            ),
            PROOF: (AuditEntry.previous_hash, AuditEntry.hash),
        },
    ),
    OwnData(
        name="register_about_you",
        title=lazy("What the register says of your account"),
        kind=Kind.DECISIONS,
        of=AuditEntry.target_id,
        where=(AuditEntry.target_kind == "users",),
        erased=Fate.STAYS,
        because=REGISTER,
        shows={
            "at": AuditEntry.at,
            "action": AuditEntry.action,
            "text": AuditEntry.reason,
            "before": AuditEntry.before,
            "after": AuditEntry.after,
        },
    ),
)
