"""The whole application, wired in reading order. Read this first."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate

# Importing a room's subscribers and chores is what makes it listen, to events and to the clock.
import forum.accounts.chores
import forum.accounts.subscribers
import forum.articles.chores
import forum.discussion.chores
import forum.discussion.subscribers
import forum.following.chores
import forum.following.subscribers
import forum.house_rules.chores
import forum.mandates.chores
import forum.moderation.chores
import forum.moderation.flag_chores
import forum.moderation.subscribers
import forum.notifications.digests
import forum.notifications.due
import forum.notifications.flags
import forum.notifications.house_rules
import forum.notifications.mandates
import forum.notifications.moderation
import forum.notifications.news
import forum.notifications.own_data
import forum.notifications.positions
import forum.notifications.security
import forum.notifications.subscribers
import forum.own_data.chores
import forum.own_data.subscribers
import forum.positions.chores
import forum.positions.subscribers
import forum.synthesis.chores
import forum.transfer.models
import forum.upkeep.chores
import forum.upkeep.subscribers  # noqa: F401
from forum import ROOT
from forum.jobs import Jobs
from forum.lib import clock as clocks
from forum.lib import db as database
from forum.lib import runtime
from forum.notifications.mailer import make_mailer
from forum.settings import Settings
from forum.web import (
    assets,
    blueprints,
    conditional,
    errors,
    kept_feeds,
    language,
    large_forms,
    limits,
    security,
    sentences,
    templating,
    unsigned,
    viewer,
)


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] = clocks.system_clock,
    mailer: Any = None,
) -> Flask:
    """Build the application. Everything from outside (clock, mail) can be replaced here, and only here.

    Raises SettingsError when a setting cannot be used.
    """
    settings = settings or Settings.from_env()
    app = Flask(
        "forum",
        root_path=str(Path(__file__).parent),
        static_folder=None,
        template_folder=str(ROOT / "templates"),
    )
    app.jinja_environment = sentences.Environment
    runtime.install(
        app,
        settings=settings,
        clock=clock,
        mailer=mailer or make_mailer(settings.mail_url, settings.mail_from),
        jobs=Jobs(settings.jobs_url, app_context=app.app_context),
    )

    database.connect(app, settings.database_url)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)

    conditional.keep(app)
    kept_feeds.keep(app)
    unsigned.keep_apart(app)
    large_forms.admit(app)
    security.protect(app, settings)
    viewer.recognise(app)
    language.speak(app, settings)
    limits.watch(app, settings)
    templating.prepare(app)
    errors.handle(app)
    blueprints.register_all(app)
    assets.publish(app, ROOT / "static", settings.instance)
    return app


def main() -> None:
    """The command `forum`."""
    from forum.cli import run

    run(create_app)


if __name__ == "__main__":
    main()
