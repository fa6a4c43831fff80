"""Which pages there are: one module each."""

from flask import Flask

from forum.web import (
    account,
    article,
    comments,
    confirm,
    drafts,
    flags,
    groups,
    health,
    house_rules,
    language,
    lessons,
    login,
    logout,
    method,
    moderation_log,
    moderation_records,
    overview,
    pages,
    passwords,
    position_list,
    positions,
    preview,
    proposing,
    questions,
    recognising,
    register,
    synthesis,
    synthesising,
    threads,
    voting,
)

PAGES = (
    article,
    questions,
    synthesis,
    synthesising,
    recognising,
    lessons,
    threads,
    comments,
    positions,
    voting,
    proposing,
    flags,
    drafts,
    preview,
    login,
    logout,
    register,
    confirm,
    passwords,
    position_list,
    overview,
    groups,
    account,
    method,
    house_rules,
    moderation_log,
    moderation_records,
    pages,
    language,
    health,
)


def register_all(app: Flask) -> None:
    for page in PAGES:
        app.register_blueprint(page.bp)
