"""What the tests of syntheses ask for besides."""

from collections import defaultdict

import pytest

from forum.jobs import deliver_all, events
from forum.synthesis.events import RemarkMade, SynthesisPublished


@pytest.fixture
def told(app, monkeypatch):
    """Delivers what waits, and gives the events that were told, in order."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))
    for event in (SynthesisPublished, RemarkMade):
        events.on(event)(lambda event: heard.append(event))

    def deliver():
        deliver_all()
        return heard

    return deliver
