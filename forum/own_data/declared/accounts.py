"""The account itself, where it is signed in, its mail, and what was asked about its data."""

from typing import Any

from forum.accounts.copies import DataCopy
from forum.accounts.erasing import Erasure
from forum.accounts.mailboxes import MailAnswers, MailTrouble
from forum.accounts.models import AccountToken, UsedHandle, User, UserSession
from forum.accounts.perspectives import Perspective
from forum.lib.i18n import lazy
from forum.lib.once import Submission
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind

PROOF = "proves who somebody is: nobody may read it"
TECHNICAL = "says nothing about a person"

OWN = (
    OwnData(
        name="account",
        title=lazy("Your account"),
        kind=Kind.ACCOUNT,
        of=User.id,
        erased=Fate.OWN_WAY,
        because="What others answered to needs an author: see AFTER below.",
        shows={
            "account": User.public_id,
            "name": User.name,
            "handle": User.handle,
            "email": User.email,
            "email_confirmed_at": User.email_confirmed_at,
            "role": User.role,
            "perspective": Perspective.slug,
            "organisation": User.organisation,
            "about": User.about,
            "language": User.locale,
            "joined_at": User.joined_at,
            "is_vouched_for": User.is_vouched_for,
            "suspension": User.suspension,
            "until": User.suspended_until,
            "accepted_rules": User.accepted_rules,
            "erase_at": User.erase_at,
            "duty_since": User.duty_since,
        },
        joined=((Perspective, Perspective.id == User.perspective_id),),
        hides={PROOF: (User.password_hash,), TECHNICAL: (User.is_pseudonym,)},
    ),
    OwnData(
        name="short_names",
        title=lazy("Short names that you have or had"),
        kind=Kind.ACCOUNT,
        of=UsedHandle.user_id,
        erased=Fate.CLEARED,
        because="What was written with a short name must never lead to somebody else; only a hash is left.",
        shows={"chosen_at": UsedHandle.chosen_at},
        hides={"keeps the name from others, and cannot be read back": (UsedHandle.handle_hash,)},
    ),
    OwnData(
        name="sessions",
        title=lazy("Where you are signed in"),
        kind=Kind.SIGNING_IN,
        of=UserSession.user_id,
        erased=Fate.GONE,
        shows={
            "device": UserSession.user_agent,
            "created_at": UserSession.created_at,
            "last_seen_at": UserSession.last_seen_at,
            "until": UserSession.expires_at,
            "proved_at": UserSession.proved_at,
        },
        hides={PROOF: (UserSession.token_hash,)},
    ),
    OwnData(
        name="mailed_links",
        title=lazy("Links that we mailed you"),
        kind=Kind.SIGNING_IN,
        of=AccountToken.user_id,
        erased=Fate.GONE,
        shows={
            "purpose": AccountToken.purpose,
            "created_at": AccountToken.created_at,
            "until": AccountToken.expires_at,
            "used_at": AccountToken.used_at,
            "leads_to": AccountToken.continue_to,
            "email": AccountToken.email,
        },
        hides={PROOF: (AccountToken.nonce, AccountToken.token_hash, AccountToken.draft_key)},
    ),
    OwnData(
        name="mail_troubles",
        title=lazy("Mail that did not reach you"),
        kind=Kind.MAIL,
        of=MailTrouble.user_id,
        erased=Fate.GONE,
        shows={
            "failures": MailTrouble.failures,
            "since": MailTrouble.since,
            "failed_at": MailTrouble.failed_at,
            "reason": MailTrouble.reason,
            "stopped_at": MailTrouble.stopped_at,
        },
    ),
    OwnData(
        name="mail_answers",
        title=lazy("How many mails of yours we answered"),
        kind=Kind.MAIL,
        of=MailAnswers.user_id,
        erased=Fate.GONE,
        shows={"since": MailAnswers.since, "answers": MailAnswers.answers},
    ),
    OwnData(
        name="data_copies",
        title=lazy("Copies of your data that you asked for"),
        kind=Kind.OWN_DATA,
        of=DataCopy.user_id,
        erased=Fate.GONE,
        shows={
            "copy": DataCopy.public_id,
            "asked_at": DataCopy.asked_at,
            "ready_at": DataCopy.ready_at,
            "size": DataCopy.size,
        },
    ),
    OwnData(
        name="erasure",
        title=lazy("Erasing your account"),
        kind=Kind.OWN_DATA,
        of=Erasure.user_id,
        erased=Fate.STAYS,
        because="Shows that, and when, the request was met (GDPR, article 5(2)); it names nobody.",
        shows={
            "asked_at": Erasure.asked_at,
            "keeps_votes": Erasure.keeps_votes,
            "reminded_at": Erasure.reminded_at,
        },
        hides={
            "is empty as long as there is an account to take a copy of": (
                Erasure.begun_at,
                Erasure.done_at,
                Erasure.farewell_name,
                Erasure.farewell_email,
                Erasure.farewell_locale,
            )
        },
    ),
    OwnData(
        name="submissions",
        title=lazy("Forms that you sent in the last days"),
        kind=Kind.CONTRIBUTIONS,
        of=Submission.user_id,
        erased=Fate.GONE,
        shows={"created_at": Submission.created_at, "led_to": Submission.result},
        hides={TECHNICAL: (Submission.key,)},
    ),
)

KEPT = object()

AFTER: dict[Any, Any] = {
    # What is left of an account when it is erased; its name and address are made by erasing.py.
    User.id: KEPT,
    User.public_id: "a new one: the old one stood in addresses and letters",
    User.name: "that of nobody in particular",
    User.handle: None,
    User.email: "an address that leads nowhere, so that the real one is free",
    User.email_confirmed_at: None,
    User.password_hash: None,
    User.role: "that of a member",
    User.perspective_id: KEPT,  # from which role something was said; it is part of the conversation
    User.organisation: None,
    User.about: None,
    User.locale: None,
    User.joined_at: "the first day of that year",
    User.is_pseudonym: True,
    User.is_vouched_for: False,
    User.suspension: None,
    User.suspended_until: None,
    User.accepted_rules: 0,
    User.erase_at: None,
    User.duty_since: None,
}
"""A value, KEPT, or in words what erasing.py makes of it."""
