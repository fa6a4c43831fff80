"""Which pages there are: one module each."""

from flask import Flask

from forum.web import (
    account,
    article,
    comments,
    confirm,
    drafts,
    health,
    language,
    lessons,
    login,
    logout,
    method,
    pages,
    passwords,
    preview,
    questions,
    register,
    threads,
)

PAGES = (
    article,
    questions,
    lessons,
    threads,
    comments,
    drafts,
    preview,
    login,
    logout,
    register,
    confirm,
    passwords,
    account,
    method,
    pages,
    language,
    health,
)


def register_all(app: Flask) -> None:
    for page in PAGES:
        app.register_blueprint(page.bp)
