"""What the articles room does by the clock."""

from forum.articles.service import rerender_articles
from forum.jobs import hourly
from forum.permissions import SYSTEM


@hourly
def rerender() -> None:
    """Store articles of an older renderer as today's makes them."""
    rerender_articles(SYSTEM)
