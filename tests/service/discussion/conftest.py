from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace

import pytest

from forum.discussion.events import CommentHeld, CommentPosted, ThreadHeld, ThreadStarted
from forum.jobs import deliver_all, events, on
from forum.settings import settings


@pytest.fixture
def told(app, monkeypatch):
    """What subscribers were told since it was last asked: `told()` is a list of events."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))

    def hear(event) -> None:
        heard.append(event)

    for event in (ThreadStarted, ThreadHeld, CommentPosted, CommentHeld):
        on(event)(hear)

    def since():
        deliver_all()
        news, heard[:] = list(heard), []
        return news

    return since


@pytest.fixture
def wait(app):
    """The first posts of an account wait: `with wait(1): …`."""

    @contextmanager
    def holding(first_posts: int):
        with pytest.MonkeyPatch.context() as patch:
            changed = replace(settings(), hold_first_posts=first_posts)
            patch.setitem(app.extensions, "forum.settings", changed)
            yield

    return holding
