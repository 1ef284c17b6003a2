"""The exception tree, and the sentence a person gets for each.

GradioscopeError            what happened, why, what to do; exit code
├── WrongUse                nothing was sent                              2
├── ConnectionFailed        no connection                                 3
│   ├── HostNotFound, ConnectionRefused, BadCertificate, NoAnswer
│   └── NotGradio           an answer, but not of an app we can call
│       ├── RedirectsElsewhere, WrongPath, TooOld
│       └── SpaceUnavailable    missing, paused, building, broken
├── AccessNeeded            4
│   ├── LoginNeeded, WrongCredentials, TokenNeeded
├── CallRefused             the app said no to the request                1
├── StreamBroken            the connection ended in the middle            3
├── NoRoom                  a returned file does not fit on this computer  3
└── TimedOut                nothing came for too long                     5
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

Action = Literal["", "retry", "login", "token", "reconnect", "reload", "edit", "connect_to", "demo", "variables"]
"""What a button beside the message can do about it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error in a person's words. Each of the three is a sentence, without markup."""

    what: str
    why: str = ""
    do: str = ""
    action: Action = ""
    parameter: str | None = None
    """The name of the parameter that is meant, where the answer tells."""
    details: str = ""
    """The raw answer, for those who want to see it."""
    target: str = ""
    """What the action needs: the address for `connect_to`."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.do) if part)


class GradioscopeError(Exception):
    """Everything that reaches a person. `explanation` has the text, `exit_code` the command line's."""

    exit_code: ClassVar[int] = 3
    action: ClassVar[Action] = ""

    def __init__(self, what: str, why: str = "", do: str = "", **more: str) -> None:
        super().__init__(what)
        self.explanation = Explanation(what, why, do, self.action)
        if more:
            self.explanation = replace(self.explanation, **more)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return str(self.explanation)


class WrongUse(GradioscopeError):
    """The request itself is wrong; nothing was sent."""

    exit_code = 2
    action = "edit"


class ConnectionFailed(GradioscopeError):
    """No usable answer came."""

    action: ClassVar[Action] = "retry"


class HostNotFound(ConnectionFailed):
    """The name has no address."""


class ConnectionRefused(ConnectionFailed):
    """Nothing listens there."""


class BadCertificate(ConnectionFailed):
    """TLS was refused."""


class NoAnswer(ConnectionFailed):
    """The host took the connection and said nothing in time."""


class NotGradio(ConnectionFailed):
    """Something answered, but it is not a Gradio app that can be called."""


class RedirectsElsewhere(NotGradio):
    """The address sends to another origin, which is not followed unasked."""

    action = "connect_to"


class WrongPath(NotGradio):
    """A Gradio app may be near, but not at this path."""


class TooOld(NotGradio):
    """Gradio before 4.20 has no `/call`."""


class SpaceUnavailable(NotGradio):
    """The Space is missing, paused, building or broken."""


class AccessNeeded(GradioscopeError):
    """The app or the Hub wants to know who asks."""

    exit_code = 4


class LoginNeeded(AccessNeeded):
    """The app has a login of its own. `auth_message` is the app's text for it, plain."""

    action = "login"

    def __init__(self, auth_message: str = "", url: str = "") -> None:
        super().__init__(
            "This app asks for a user name and a password.",
            auth_message,
            "Log in with an account of this app; a Hugging Face token does not open it.",
            target=url,
        )
        self.auth_message = auth_message
        self.url = url
        """Base address of the app that asked, for `login`."""


class WrongCredentials(LoginNeeded):
    """The app refused the user name or the password."""

    def __init__(self, url: str = "") -> None:
        super().__init__("", url)
        self.explanation = Explanation(
            "The app refused this user name or password.",
            "They are compared exactly, capitals included.",
            "Check both and log in again.",
            "login",
            target=url,
        )


class TokenNeeded(AccessNeeded):
    """The Hub shows this Space only to those who send a token that may see it."""

    action = "token"


class CallRefused(GradioscopeError):
    """The app answered the request with an error before any event."""

    exit_code = 1

    def __init__(self, explanation: Explanation, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(explanation.what)
        self.explanation = explanation
        self.status = status
        self.retry_after = retry_after
        """Seconds after which the server wants to be asked again, where it said so."""


class StreamBroken(GradioscopeError):
    """The event stream ended before the result. Gradio cannot resume one."""

    action = "retry"


class NoRoom(GradioscopeError):
    """A returned file is larger than what may be kept, or than what the disk has left."""


class TimedOut(GradioscopeError):
    """No event, heartbeats included, for the time the person allowed."""

    exit_code = 5
    action = "retry"
