"""Answers of a server that nobody should have to decode -> explanations.

Each pattern was measured on Gradio 4.44, 5.49 or 6.31, or comes from public issue threads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from gradioscope.gradio.connection import Answer
from gradioscope.gradio.description import plain_text
from gradioscope.gradio.errors import Action, CallRefused, Explanation, LoginNeeded
from gradioscope.gradio.model import App, Endpoint, Json

_Rule = tuple[str, str, str, Action]
_RULES: Sequence[_Rule] = (
    (
        r"^404: (?:Session )?[Nn]ot [Ff]ound",
        "The app does not know this event: it expired, another copy of the app took it, or the session is gone.",
        "Run it again.",
        "retry",
    ),
    (
        r"Value:? .* is (?:greater than maximum|less than minimum) value",
        "A number is outside of what the component allows.",
        "Choose a value within its bounds.",
        "edit",
    ),
    (
        r"is not in the list of choices",
        'A choice must be one of the app\'s, sent with its own type (1, not "1").',
        "Pick one of the choices; reload the API if the app changed them.",
        "edit",
    ),
    (
        r"didn't receive enough input values|needed: \d+, got: \d+",
        "The endpoint takes another number of values than it was described with.",
        "Reload the API and run it again.",
        "reload",
    ),
    (
        r"The 'meta' field must be|was not uploaded by the user|No such file .*https?:/|InvalidPathError",
        "The app takes a file only if it was uploaded to it, or as an http(s) address.",
        "Choose the file again.",
        "edit",
    ),
    (
        r"Hostname .* failed validation",
        "The app fetches files from public addresses only.",
        "Save the file on this computer and upload it.",
        "edit",
    ),
    (
        r"requires a logged in user|OAuth token",
        "The function acts for a Hugging Face user and needs that user's token.",
        "Choose an access token for this app.",
        "token",
    ),
    (
        r"exceeded your .*GPU quota|GPU quota|Falling back to IP-based quotas",
        "The Space gives each user a share of GPU time, and this share is used up.",
        "Wait, use the token of an account with a larger share, or duplicate the Space.",
        "token",
    ),
    (r"^429|[Rr]ate limit|Too Many Requests", "Too many requests came in a short time.", "Wait a little.", "retry"),
    (
        r"Queue is full",
        "More requests wait than the app takes.",
        "Try again in a moment.",
        "retry",
    ),
    (r"Queue is stopped", "The app takes no requests any more.", "Only its owner can restart it.", ""),
    (
        r"CUDA out of memory|OutOfMemoryError",
        "The app's graphics card has no room for this request.",
        "Try smaller inputs, or later.",
        "edit",
    ),
)


def explain_text(text: str, endpoint: Endpoint | None = None) -> Explanation:
    """An error text of the app, with what is known about it. The text itself is always kept."""
    text = _unquoted(plain_text(text)) or "The app failed."
    for pattern, why, do, action in _RULES:
        if re.search(pattern, text):
            return Explanation(text, why, do, action, _meant(text, endpoint))
    return Explanation(text, "", "Check the values, or ask the app's author.", "edit", _meant(text, endpoint))


def explain_error(data: Json, app: App, endpoint: Endpoint | None = None) -> Explanation:
    """The data of an `error` event: null, a text, or an object with `error`."""
    text = data.get("error") if isinstance(data, dict) else data
    if isinstance(text, str) and text.strip():
        return explain_text(text, endpoint)
    why = (
        "It gave no text with the error."
        if app.show_error
        else "It hides the reason (show_error is off); its own log has it."
    )
    return Explanation(
        "The app failed and does not say why.", why, "Check the values, or ask the app's author.", "retry"
    )


def refusal(answer: Answer, app: App, endpoint: Endpoint) -> CallRefused | LoginNeeded:
    """What an answer other than 200 to the POST of a call means."""
    status, text = answer.status, answer.text[:4000]
    detail: Json = None
    if not answer.is_html:
        try:
            body = answer.json()
            detail = body.get("detail", body.get("error")) if isinstance(body, dict) else None
        except ValueError:
            detail = None
    if status == 401:
        return LoginNeeded("", app.url)
    explanation = _explain_status(status, detail, app, endpoint)
    made = Explanation(
        explanation.what, explanation.why, explanation.do, explanation.action, explanation.parameter, text
    )
    return CallRefused(made, status, _seconds(answer.headers.get("retry-after", "")))


def _seconds(text: str) -> float | None:
    """What `Retry-After` says in seconds; the other form of it, a date, is left to the one who waits."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _explain_status(status: int, detail: Json, app: App, endpoint: Endpoint) -> Explanation:
    if status == 422:
        return _explain_422(detail, endpoint)
    if status in (301, 302, 303, 307, 308):
        return Explanation(
            "The app sends the request to another address.",
            "A request with values in it is not sent on to somebody else unasked.",
            "Connect to the app's new address.",
            "reconnect",
        )
    if status == 404:
        return Explanation(
            "The app has no such address.",
            "Its prefix or path changed, or something else runs there now.",
            "Reload the API.",
            "reload",
        )
    if status == 405:
        return Explanation(
            f"{endpoint.name} cannot be reached by /call.",
            "Gradio's /call takes no name with a slash in it.",
            "Reload the API, or ask the app's author for another name.",
            "reload",
        )
    if status == 413:
        limit = f"{app.max_file_size:,} bytes".replace(",", " ") if app.max_file_size else "its limit"
        return Explanation("The app refuses what was sent as too large.", f"It accepts {limit}.", "Send less.", "edit")
    if isinstance(detail, str) and detail:
        known = explain_text(detail, endpoint)
        if known.why:
            return known
    if status == 429:
        return Explanation("The app had too many requests.", "It limits how many it takes.", "Wait a little.", "retry")
    if status == 500:
        return Explanation(
            f"The app does not know {endpoint.name}, or failed before it ran.",
            "Gradio answers 500 to the name of an endpoint that was renamed or removed.",
            "Reload the API.",
            "reload",
        )
    if status in (502, 503, 504):
        return Explanation(
            detail if isinstance(detail, str) and detail else f"The app cannot take the request now ({status}).",
            "It is busy, starting, or a proxy in front of it cannot reach it.",
            "Try again in a moment.",
            "retry",
        )
    said = detail if isinstance(detail, str) else json.dumps(detail) if detail else ""
    return Explanation(f"The app answered {status}.", plain_text(said), "Reload the API and try again.", "reload")


def _explain_422(detail: Json, endpoint: Endpoint) -> Explanation:
    """Two shapes: an app's validators (`is_valid`), or FastAPI's (`loc`)."""
    entries = [entry for entry in detail if isinstance(entry, dict)] if isinstance(detail, list) else []
    refused = [entry for entry in entries if entry.get("is_valid") is False]
    if refused:
        # one entry per input, the valid ones too; several may have been refused
        name = refused[0].get("parameter_name")
        texts = [plain_text(entry.get("message")) for entry in refused]
        return Explanation(
            "; ".join(filter(None, texts)) or "The app refused a value.",
            "The app checks its values before it runs.",
            "Correct the value and run it again.",
            "edit",
            name if isinstance(name, str) and endpoint.parameter(name) else None,
        )
    said = "; ".join(f"{_place(entry.get('loc'))}: {entry.get('msg')}" for entry in entries)
    return Explanation(
        "The app does not take the request as it is.",
        said or plain_text(detail) or "Its body is not what Gradio expects.",
        "Reload the API and run it again.",
        "reload",
    )


def _place(loc: Json) -> str:
    return ".".join(str(part) for part in (loc if isinstance(loc, list) else [loc]))


def _unquoted(text: str) -> str:
    """4.44 wraps the text of a gr.Error in quotes."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _meant(text: str, endpoint: Endpoint | None) -> str | None:
    """The parameter an error text means, if only one can be meant."""
    if endpoint is None:
        return None
    tests: list[Callable[[str], bool]] = [
        lambda kind: kind in ("slider", "number") and bool(re.search(r"(?:maximum|minimum) value", text)),
        lambda kind: kind in ("choice", "choices") and "list of choices" in text,
    ]
    for test in tests:
        found = [p for p in endpoint.parameters if test(p.kind)]
        if len(found) == 1:
            return found[0].name
    return None
