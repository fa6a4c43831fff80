"""Mails to who reported something (DSA, article 16, 4 to 6). Run by the worker."""

from dataclasses import replace

from forum.accounts.queries import Recipient, recipient
from forum.jobs import emit, on
from forum.lib.db import atomic
from forum.moderation.events import DecisionMade, Flagged
from forum.moderation.flag_queries import Reported, answered_by, reported
from forum.notifications import links
from forum.notifications.events import AnswerToTell
from forum.notifications.sending import send
from forum.settings import settings


@on(Flagged)
def mail_receipt(event: Flagged) -> None:
    """To who has no account; others have seen the receipt on their screen."""
    report = reported(event.flag_id)
    if report is None or report.email is None:
        return
    send(
        "flag-receipt",
        _without_account(report, report.email),
        key=f"flag-receipt-{event.flag_id}",
        receipt=report.receipt,
        link=links.to(links.FLAG, report.receipt.public_id),
    )


@on(DecisionMade)
@atomic
def answer_reporters(event: DecisionMade) -> None:
    """One message each, so that a mail that fails for one is not sent again to the others."""
    for flag_id in answered_by(event.decision_id):
        emit(AnswerToTell(flag_id), once=f"answer:{flag_id}")


@on(AnswerToTell)
def mail_answer(event: AnswerToTell) -> None:
    report = reported(event.flag_id)
    to = _reporter(report) if report else None
    if report is None or to is None or not report.receipt.answers:
        return
    answer = report.receipt.answers[0]
    send(
        "flag-answer",
        to,
        key=f"flag-answer-{event.flag_id}",
        receipt=report.receipt,
        answer=answer,
        link=links.to(links.FLAG, report.receipt.public_id),
        objection=links.to(links.OBJECTION, answer.public_id) if report.user_id else "",
        contact=settings().contact,
    )


def _reporter(report: Reported) -> Recipient | None:
    """In the language in which they reported. None for a nameless notice, or when the account is gone."""
    if report.user_id is None:
        return _without_account(report, report.email) if report.email else None
    to = recipient(report.user_id)
    return replace(to, locale=report.locale) if to else None


def _without_account(report: Reported, email: str) -> Recipient:
    return Recipient(user_id=None, name=report.name or "", email=email, locale=report.locale)
