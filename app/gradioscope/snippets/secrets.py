"""The secrets of a request, by the environment variables its snippets read them from; and a text that holds them.

Nothing here is kept or logged. What calls this has asked the person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradioscope.gradio.errors import WrongUse
from gradioscope.request.draft import Draft
from gradioscope.snippets import curl_fish_words, curl_powershell_words
from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.literals import JAVASCRIPT, PYTHON, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.payload import Variable
from gradioscope.snippets.plan import TOKEN, plan
from gradioscope.snippets.quoting import word

_SAFE_IN_CMD = re.compile(r"[A-Za-z0-9._~+/=-]+")


def needed(draft: Draft) -> tuple[str, ...]:
    """The environment variables that hold the draft's secrets, the password of its login among them."""
    found = plan(draft)
    return (*found.environment, *((PASSWORD,) if found.login_user is not None else ()))


def known(draft: Draft) -> dict[str, str]:
    """Those the draft has itself: headers that look like a secret, and what was typed into password fields."""
    found = plan(draft)
    own = found.headers[1:] if draft.access.token else found.headers
    kept = set(draft.from_environment.values())
    secrets = {
        header.variable: value
        for header, (_, value) in zip(own, draft.access.headers, strict=True)
        if header.variable and header.variable not in kept
    }
    data = found.request["data"]
    for parameter in draft.endpoint.parameters:
        place = data[parameter.position]
        if isinstance(place, Variable) and found.secrets.get(place, TOKEN) not in {TOKEN, *kept}:
            secrets[found.secrets[place]] = str(draft.value(parameter.name))
    return secrets


def render_with(target: str, draft: Draft, secrets: Mapping[str, str], options: Options | None = None) -> str:
    """The snippet with these secrets in its text, in a few lines of their own at its beginning.

    WrongUse for a target whose environment cannot be set in its own text.
    """
    from gradioscope.snippets import render, suffix

    text = render(target, draft, options)
    if not secrets:
        return text
    ending = suffix(target)
    if ending == ".sh" and target == "curl":
        lines = [f"{name}={word(value)}" for name, value in secrets.items()]
        if text.startswith("(\n"):
            return "\n".join(["(", *(f"  {line}" for line in lines), text.removeprefix("(\n")])
        return "\n".join([*lines, text])
    if target == "curl-fish":
        # a function of fish does not see the local variables around it
        lines = [f"    set -lx {name} {curl_fish_words.word(value)}" for name, value in secrets.items()]
        first, rest = text.split("\n", 1)
        return "\n".join([first, *lines, rest])
    if ending == ".py":
        lines = [f'os.environ["{name}"] = {string(value, PYTHON)}' for name, value in secrets.items()]
        return "\n".join(["import os", "", *lines, "", text])
    if ending == ".mjs":
        return "\n".join(
            [*(f"process.env.{name} = {string(value, JAVASCRIPT)};" for name, value in secrets.items()), text]
        )
    if target == "curl-powershell":
        lines = [f"$env:{name} = {curl_powershell_words.word(value)}" for name, value in secrets.items()]
        return "\n".join([*lines, text, f"Remove-Item {', '.join(f'env:{name}' for name in secrets)}"])
    if target == "curl-cmd" and all(map(_SAFE_IN_CMD.fullmatch, secrets.values())):
        before, after = (
            [f'set "{name}={value}"' for name, value in secrets.items()],
            [f"set {name}=" for name in secrets],
        )
        return "\n".join([*before, text, *after])
    raise WrongUse(
        "This target has no copy with secrets.",
        "Its text reads them from the environment alone, or cmd would act on a sign in them.",
        "Set them there, or choose another target.",
    )
