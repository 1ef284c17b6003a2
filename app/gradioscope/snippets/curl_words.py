"""What every part of the curl snippet says alike: curl's options, short or long, and its arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradioscope.snippets.plan import Header, Plan, Upload
from gradioscope.snippets.quoting import word

SHOWN = "printf 'The app answered: %s\\n' \"$answer\" >&2"
REFUSED = f"{{ {SHOWN}; exit 1; }}"
JSON_TEXT = (
    r"""{ gsub(/[\\"]/, "\\\\&"); for (i = 1; i < 32; i++) gsub(sprintf("%c", i), sprintf("\\u%04x", i)); """
    r"""printf "%s", (NR > 1 ? "\\n" : "") $0 }"""
)
"""For awk: lines of text -> the inside of a JSON string. Not every sed knows control characters by a name."""


@dataclass(frozen=True, slots=True)
class Flags:
    """curl's options by what they do; all of curl 7.55 (2017) or older."""

    quiet: str = "-sS"
    stream: str = "-N"
    fail: str = "-f"
    header: str = "-H"
    data: str = "-d"
    form: str = "-F"
    cookies: str = "-b"
    jar: str = "-c"


SHORT = Flags()
LONG = Flags(
    "--silent --show-error", "--no-buffer", "--fail", "--header", "--data", "--form", "--cookie", "--cookie-jar"
)


@dataclass(frozen=True, slots=True)
class Curl:
    """How this snippet calls curl."""

    flags: Flags
    carried: tuple[str, ...]
    """Options that every request has: those of the login, the headers, the certificate."""

    @property
    def command(self) -> str:
        return "request" if self.carried else f"curl {self.flags.quiet}"

    @property
    def streaming(self) -> str:
        """The command that shows what comes as it comes."""
        if not self.carried and self.flags is SHORT:
            return "curl -sSN"
        return f"{self.command} {self.flags.stream}"

    def function(self) -> list[str]:
        """The function that stands for curl with what it carries: on one line where that is one option."""
        if not self.carried:
            return []
        if len(self.carried) == 1:
            return [f'request() {{ curl {self.flags.quiet} {self.carried[0]} "$@"; }}']
        options = (f"    {option} \\" for option in self.carried)
        return ["request() {", f"  curl {self.flags.quiet} \\", *options, '    "$@"', "}"]


def curl_of(plan: Plan, *, long: bool = False) -> Curl:
    flags = LONG if long else SHORT
    cookies = [f'{flags.cookies} "$cookies"'] if plan.login_user is not None else []
    insecure = ["--insecure"] if plan.insecure else []
    return Curl(flags, (*cookies, *(f"{flags.header} {_header(header)}" for header in plan.headers), *insecure))


def _header(header: Header) -> str:
    if header.variable:
        name = f"{header.name}: {header.scheme}"
        after = word(header.after) if header.after else ""
        if re.fullmatch(r"[A-Za-z0-9: -]+", name):
            return f'"{name}${header.variable}"{after}'
        return f'{word(name)}"${header.variable}"{after}'
    # curl takes `Name:` for the wish not to send a header of its own
    return word(f"{header.name}: {header.value}" if header.value else f"{header.name};")


def form_file(upload: Upload) -> str:
    """The argument of `curl -F`, which has quoting rules of its own: `,` and `;` end a name, `"` and `\\` quote."""
    name = upload.file.path
    if name == "-":
        name = "./-"
    if re.fullmatch(r"[A-Za-z0-9_./+-]+", name) and upload.send_as == upload.file.name:
        return f"files=@{name}"
    sent = "" if upload.send_as == upload.file.name else f";filename={_form_quoted(upload.send_as)}"
    return f"files=@{_form_quoted(name)}{sent}"


def _form_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
