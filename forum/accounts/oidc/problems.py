"""What can go wrong with a provider. Each `message` is for who tries to sign in; `why` is for the log."""

from forum.accounts.tokens import Continuation
from forum.lib.errors import ForumError
from forum.lib.i18n import _


class SignOnFailed(ForumError):
    """`then`: what somebody was doing, so that they can go on by another way."""

    def __init__(self, message: str, why: str) -> None:
        super().__init__(message)
        self.why = why
        self.then = Continuation()


class Unreachable(SignOnFailed):
    """No answer, or none in time, or one that nobody could use."""

    status = 503

    def __init__(self, title: str, why: str) -> None:
        words = _("%(provider)s does not answer as it should. Try again in a few minutes.", provider=title)
        super().__init__(words, why)


class Untrusted(SignOnFailed):
    """An answer of which we cannot be sure that the provider gave it to this person, now, for us."""

    status = 400

    def __init__(self, title: str, why: str) -> None:
        words = _(
            "We could not be sure that this answer came from %(provider)s, so we did nothing with it. Try "
            "again. Does it keep happening? Tell who runs this forum.",
            provider=title,
        )
        super().__init__(words, why)


class TurnedBack(SignOnFailed):
    """The provider, or the person there, said no."""

    status = 403

    def __init__(self, title: str, why: str) -> None:
        words = _("You were not signed in at %(provider)s. Nothing has changed here.", provider=title)
        super().__init__(words, why)


class NotShownAgain(SignOnFailed):
    """Somebody was to show anew who they are, and the provider does not say that they did."""

    status = 403

    def __init__(self, title: str) -> None:
        words = _(
            "%(provider)s did not ask again who you are, or does not say that it did. So we cannot count it. "
            "Show in another way that it is you.",
            provider=title,
        )
        super().__init__(words, "nobody showed anew who they are, or it does not say when (auth_time)")


class NoSuchSignOut(SignOnFailed):
    """The provider has no address for signing out."""

    status = 404

    def __init__(self, title: str) -> None:
        words = _("%(provider)s does not say how one signs out there.", provider=title)
        super().__init__(words, "it has no end_session_endpoint")


class AttemptOver(SignOnFailed):
    """It was answered before, took too long, began in another browser, or never began."""

    status = 410

    def __init__(self) -> None:
        words = _(
            "This attempt to sign in is over: it took too long, was used before, or began in another "
            "browser. Begin again."
        )
        super().__init__(words, "no attempt of this browser waits for this answer")
