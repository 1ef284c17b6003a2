"""What goes wrong on the way to a host, in a person's words."""

from __future__ import annotations

from urllib.parse import urlsplit

from gradioscope.gradio.address import origin_of
from gradioscope.gradio.errors import (
    BadCertificate,
    ConnectionFailed,
    ConnectionRefused,
    HostNotFound,
    NoAnswer,
    RedirectsElsewhere,
)


def elsewhere(url: str, target: str) -> RedirectsElsewhere:
    """The error for a redirect to another origin."""
    return RedirectsElsewhere(
        f"The address sends to another one: {origin_of(target)}.",
        f"{urlsplit(url).netloc} redirects there, and what you send would go to somebody else unasked.",
        "Connect to that address if it is the one you want.",
        target=target,
    )


def _chain(error: BaseException) -> list[BaseException]:
    """An error with all that caused it, groups opened."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        item = waiting.pop()
        if item is None or item in found:
            continue
        found.append(item)
        waiting += [item.__cause__, item.__context__]
        if isinstance(item, BaseExceptionGroup):
            waiting += item.exceptions
    return found


def explain(error: Exception, url: str) -> ConnectionFailed:
    """The error of the transport in a person's words."""
    import socket
    import ssl

    import httpx

    parts = urlsplit(url)
    host = parts.hostname or ""
    causes = _chain(error)
    details = "; ".join(dict.fromkeys(str(cause) for cause in causes if str(cause)))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return HostNotFound(
                f"There is no host named {host}.",
                "The name could not be resolved: it is misspelt, has expired, or this computer is offline.",
                "Check the address and the network.",
                details=details,
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            return BadCertificate(
                f"The certificate of {host} cannot be trusted.",
                f"{cause.verify_message or 'It could not be verified'}. Somebody may be listening in between.",
                "If the app is your own and you expect this, allow it for this host (--insecure).",
                details=details,
            )
        if isinstance(cause, ssl.SSLError):
            return BadCertificate(
                f"No secure connection to {host} could be made.",
                "It does not speak TLS the way https asks for.",
                f"If the app is served without TLS, use http://{parts.netloc}.",
                details=details,
                target=f"http://{parts.netloc}{parts.path}",
            )
        if isinstance(cause, ConnectionRefusedError):
            return ConnectionRefused(
                f"Nothing answers at {parts.netloc}.",
                "The connection was refused: the app is not running, or on another port.",
                "Start the app, and compare the port with what it prints.",
                details=details,
            )
    if any(isinstance(cause, httpx.TimeoutException) for cause in causes):
        return NoAnswer(
            f"{host} does not answer.",
            "The time for an answer ran out.",
            "Try again; if the app is starting, give it a minute.",
            details=details,
        )
    return ConnectionFailed(
        f"The connection to {parts.netloc} failed.",
        details or type(error).__name__,
        "Check the address and the network, then try again.",
        details=details,
    )
