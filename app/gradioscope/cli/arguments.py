"""The words of the command line -> what to do, as an argparse.Namespace with a `command`."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from gradioscope import __version__
from gradioscope.gradio.errors import WrongUse

COMMANDS = {
    "describe": "show an app's endpoints and their parameters",
    "call": "run an endpoint; its result goes to standard output",
    "snippet": "print the text that makes the same call elsewhere, such as curl",
    "run": "run saved requests, or one of them over the rows of a table",
    "import": "take over the calls in other tools' files, or a zip",
    "export": "write saved requests as one script, as a file of another tool, or as a zip",
    "token": "keep access tokens in this computer's keyring",
}

_TAKES_VALUE = ("--login", "--token", "--header", "--home", "--open")

_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")

_VALUES = """\
values:
  name=text     text, converted to the parameter's type (3, true, a choice)
  name:=json    any JSON value
  name@file     a local file, uploaded; repeat it for several
  A parameter that is left out takes the app's default.

exit codes:
  0 complete   1 the app answered with an error   2 wrong use, nothing was sent
  3 no connection, or not a Gradio app   4 login or token needed   5 timed out   130 cancelled
"""

_IMPORT = """\
files:
  Postman collections (2.1) and environments, Insomnia (4 and 5), Bruno (its one file or its folder),
  HAR, OpenAPI 3, and a collection of Gradioscope as a zip, which needs a new FOLDER.
  What is no call of a Gradio app is listed and left out; secrets are named and left out.
"""

_EXPORT = """\
targets:
  curl, curl-fish, curl-powershell, curl-cmd, python, python-httpx, javascript, javascript-fetch: one script
  postman, insomnia, har, openapi: one file; bruno: one file for its Import, or with -o FOLDER a folder for `bru run`
  zip: the folder with all that belongs to it, without any secret
  Apps are as they were when they were last connected to; one that is not known is asked to describe itself.
"""

_MAIN = """\
commands:
{commands}

Without a command the window opens. `gradioscope COMMAND --help` tells more.
"""


class Parser(argparse.ArgumentParser):
    """Errors are WrongUse, with a way on; options are never abbreviated, as later ones would break that."""

    def __init__(self, prog: str, description: str, epilog: str = "", usage: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            usage=usage,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            fromfile_prefix_chars=None,
        )

    def error(self, message: str) -> NoReturn:
        text = message[:1].upper() + message[1:]
        raise WrongUse(
            text if text.endswith(".") else f"{text}.",
            " ".join(f"Usage: {self.format_usage().removeprefix('usage: ')}".split()),
            f"See `{self.prog} --help`.",
        )


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Raises WrongUse, and SystemExit after --help and --version."""
    before, command, after = split(argv)
    if command is None or any(word in ("-h", "--help", "--version") for word in before):
        return _main().parse_args(list(argv) if command is None else before)
    if command in COMMANDS:
        # what all commands share may come before the command: hand it on
        parser = _PARSERS[command]()
        arguments = parser.parse_intermixed_args([*before, *after])
        arguments.command = command
        _check(parser, arguments)
        return arguments
    if not after and _looks_like_an_address(command):
        return _main().parse_args([*before, "--open", command])
    from gradioscope.cli.matching import did_you_mean

    raise WrongUse(
        f"There is no command `{command}`.",
        did_you_mean(command, COMMANDS),
        f"The commands are {', '.join(COMMANDS)}; see `gradioscope --help`.",
    )


def split(argv: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """The words before the command, the command, and those after it."""
    position = 0
    while position < len(argv):
        word = argv[position]
        if not word.startswith("-") or word == "-":
            return list(argv[:position]), word, list(argv[position + 1 :])
        position += 2 if word in _TAKES_VALUE else 1
    return list(argv), None, []


def _looks_like_an_address(word: str) -> bool:
    return word.isdigit() or any(mark in word for mark in "/:.")


def _main() -> Parser:
    commands = "\n".join(f"  {name:<10}{text}" for name, text in COMMANDS.items())
    parser = Parser(
        "gradioscope",
        "A desktop request builder for Gradio apps.",
        _MAIN.format(commands=commands),
        "gradioscope [--demo | --open ADDRESS] [--home FOLDER]\n       gradioscope COMMAND …",
    )
    parser.set_defaults(command="window")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--demo", action="store_true", help="open the window, connected to the built-in demo app")
    group.add_argument("--open", metavar="ADDRESS", help="open the window, connected to this app")
    parser.add_argument("--home", metavar="FOLDER", type=_home, help="keep Gradioscope's own files in this folder")
    parser.add_argument("--version", action="version", version=f"gradioscope {__version__}")
    return parser


def _common(parser: Parser) -> None:
    group = parser.add_argument_group("for every command, before or after it")
    group.add_argument("--login", metavar="USER", help="log in to the app; password from GRADIOSCOPE_PASSWORD or asked")
    group.add_argument("--token", metavar="NAME", help="send this token of the keyring to the app (see `token`)")
    group.add_argument(
        "--header", metavar="'N: V'", type=_header, action="append", default=[], help="send a header to the app"
    )
    group.add_argument("--insecure", action="store_true", help="accept a certificate that cannot be checked")
    group.add_argument("--home", metavar="FOLDER", type=_home, help="keep Gradioscope's own files in this folder")


def _describe() -> Parser:
    parser = Parser(
        "gradioscope describe",
        COMMANDS["describe"].capitalize() + ".",
        usage="gradioscope describe ADDRESS [--all] [--json] [OPTION…]",
    )
    parser.add_argument("address", metavar="ADDRESS", help="a URL, or a Space as user/name")
    parser.add_argument("--all", action="store_true", help="also the endpoints that the app does not list")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    _common(parser)
    return parser


def _request(parser: Parser, *, optional: bool = False) -> None:
    number = "?" if optional else None
    parser.add_argument("address", metavar="ADDRESS", nargs=number, help="a URL, or a Space as user/name")
    parser.add_argument("endpoint", metavar="ENDPOINT", nargs=number, help="such as /predict; `describe` lists them")
    parser.add_argument("values", metavar="VALUE", nargs="*", default=[], help="name=text, name:=json or name@file")
    parser.add_argument(
        "--data",
        metavar="JSON",
        help='the values as one object by name, or @FILE, or @- for standard input; a local file is {"$file": "path"}',
    )
    parser.add_argument("--session", metavar="HASH", help="go on with this session, so that the app remembers")
    parser.add_argument(
        "--stream",
        choices=("queue", "result"),
        default="queue",
        help="read the events of the queue (default), or of /call/…/EVENT_ID as the curl guide does",
    )


def _call() -> Parser:
    parser = Parser(
        "gradioscope call",
        COMMANDS["call"].capitalize() + ".",
        _VALUES,
        "gradioscope call ADDRESS ENDPOINT [VALUE…] [OPTION…]",
    )
    _request(parser)
    parser.add_argument("--json", action="store_true", help="the outcome as one line of JSON")
    parser.add_argument("--events", action="store_true", help="every event as a line of JSON, as it comes")
    parser.add_argument("--download", metavar="FOLDER", type=Path, help="save returned files in this folder")
    parser.add_argument("--timeout", metavar="S", type=_seconds, help="give up after S seconds without any event")
    _common(parser)
    return parser


def _snippet() -> Parser:
    parser = Parser(
        "gradioscope snippet",
        COMMANDS["snippet"].capitalize() + ".",
        _VALUES,
        "gradioscope snippet ADDRESS ENDPOINT [VALUE…] --as TARGET [OPTION…]\n"
        "       gradioscope snippet --from FILE --as TARGET [OPTION…]",
    )
    _request(parser, optional=True)
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="take the request from a text somebody copied (curl, Python, JavaScript …), - for standard input;"
        " with ADDRESS, for that app",
    )
    parser.add_argument("--as", dest="target", metavar="TARGET", default="curl", help="the form of it (default: curl)")
    _snippet_options(parser)
    _common(parser)
    return parser


def _snippet_options(parser: Parser) -> None:
    """One flag for each option; a target passes over those that mean nothing in it."""
    from gradioscope.snippets.options import LABELS

    group = parser.add_argument_group("how it goes about it, where that means something in the target")
    for name, (_, help_text) in LABELS.items():
        flag = f"--{name.replace('_', '-')}"
        group.add_argument(flag, dest=f"option_{name}", action="store_true", help=help_text[:1].lower() + help_text[1:])


_RUN = """\
A request is a file NAME.gradio.yaml. Those of a folder run in the order in which they are shown, folders within first;
what one came to is there for the next as {{runs.NAME.data[0]}}. A request's own expectations decide whether it is well.

with --data, one request is run over rows:
  FILE.csv, .tsv      a row each; an empty cell leaves the request's own value, or the default
  FILE.jsonl          an object each; a local file is {"$file": "path"}
  FOLDER              a file each, as {{file}}, with {{file.name}} and {{file.stem}}
  A column gives the parameter of its name; one that the request uses as {{column}} is a variable.

exit codes:
  0 all complete and as expected   1 an app answered with an error, something else was expected, or several reasons
  2 wrong use, nothing was sent   3 no connection, or not a Gradio app   4 login or token needed   5 timed out
  130 cancelled
  with --check: 0 also for harmless changes, 1 an app has changed in a way that matters
"""


def _variables(parser: Parser) -> None:
    parser.add_argument(
        "--env", metavar="NAME", help="the environment to take variables from (default: the active one)"
    )
    parser.add_argument(
        "--set", metavar="VALUE", action="append", default=[], help="a variable for this run: name=text, name:=json, …"
    )
    parser.add_argument(
        "--allow-env",
        metavar="NAME",
        action="append",
        default=[],
        help="let the requests read this variable of the shell as {{$env.NAME}}; '*' for all",
    )


def _run() -> Parser:
    parser = Parser(
        "gradioscope run",
        COMMANDS["run"].capitalize() + ".",
        _RUN,
        "gradioscope run FILE|FOLDER [--env NAME] [--json] [--junit FILE] [OPTION…]\n"
        "       gradioscope run FILE --data ROWS [--out RESULTS] [--resume] [OPTION…]\n"
        "       gradioscope run --check FILE|FOLDER [OPTION…]",
    )
    parser.add_argument("place", metavar="FILE|FOLDER", type=Path, help="a request's file, or a folder of them")
    _variables(parser)
    parser.add_argument("--json", action="store_true", help="one line of JSON a request, and one for all of them")
    parser.add_argument("--junit", metavar="FILE", type=Path, help="write a report in JUnit's form, too")
    parser.add_argument("--bail", action="store_true", help="end at the first request that is not well")
    parser.add_argument("--download", metavar="FOLDER", type=Path, help="save returned files there, a folder a request")
    parser.add_argument("--timeout", metavar="S", type=_seconds, help="give up after S seconds without any event")
    parser.add_argument(
        "--check", action="store_true", help="only compare the requests with their apps as they are now; run nothing"
    )
    group = parser.add_argument_group("one request over the rows of a table")
    group.add_argument("--data", metavar="ROWS", type=Path, help="a CSV or JSON Lines file, or a folder of files")
    group.add_argument(
        "--map", metavar="PARAMETER=COLUMN", type=_pair, action="append", default=[], help="which column goes where"
    )
    group.add_argument(
        "--out", metavar="RESULTS", type=Path, help="write the results there: .csv or .jsonl, returned files beside it"
    )
    group.add_argument("--resume", action="store_true", help="go on with --out where it ended; complete rows stay")
    group.add_argument(
        "--concurrency", metavar="N", type=_count, default=2, help="rows that run at once, at most (default: 2)"
    )
    _common(parser)
    return parser


def _import() -> Parser:
    parser = Parser(
        "gradioscope import",
        "Take over the calls to Gradio apps in other tools' files. Nothing is sent.",
        _IMPORT,
        "gradioscope import FILE… FOLDER [OPTION…]",
    )
    parser.add_argument("paths", metavar="FILE… FOLDER", nargs="+", help="the files, and the folder for the requests")
    parser.add_argument("--json", action="store_true", help="what was made and left out, as one JSON object")
    _common(parser)
    return parser


def _export() -> Parser:
    parser = Parser(
        "gradioscope export",
        COMMANDS["export"].capitalize() + ".",
        _EXPORT,
        "gradioscope export FILE|FOLDER --as TARGET [-o FILE] [OPTION…]",
    )
    parser.add_argument("place", metavar="FILE|FOLDER", type=Path, help="a request's file, or a folder of them")
    parser.add_argument("--as", dest="target", metavar="TARGET", default="curl", help="the form of it (default: curl)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write it there, not to standard output")
    _variables(parser)
    parser.set_defaults(bail=False)
    _snippet_options(parser)
    _common(parser)
    return parser


def _token() -> Parser:
    parser = Parser(
        "gradioscope token",
        COMMANDS["token"].capitalize() + ".",
        "The token itself is typed when asked for, or read from standard input; it is never an argument,\n"
        "as those are seen by other programs and kept by the shell.",
        "gradioscope token set NAME\n       gradioscope token list [--json]\n       gradioscope token remove NAME",
    )
    parser.add_argument("action", metavar="set|list|remove", choices=("set", "list", "remove"))
    parser.add_argument("name", metavar="NAME", nargs="?")
    parser.add_argument("--json", action="store_true", help="list as JSON")
    _common(parser)
    return parser


_PARSERS = {
    "describe": _describe,
    "call": _call,
    "snippet": _snippet,
    "run": _run,
    "import": _import,
    "export": _export,
    "token": _token,
}


def _check(parser: Parser, arguments: argparse.Namespace) -> None:
    if arguments.command == "snippet":
        if arguments.source is None and arguments.endpoint is None:
            missing = "ENDPOINT" if arguments.address else "ADDRESS, ENDPOINT"
            parser.error(f"the following arguments are required: {missing}")
        if arguments.source is not None and (arguments.endpoint or arguments.data or arguments.session):
            parser.error("with --from, the endpoint and its values are those of the text")
    if arguments.command == "import" and len(arguments.paths) < 2:
        parser.error("name the files, and then the folder that the requests go to")
    if arguments.command == "run":
        _check_run(parser, arguments)
    if arguments.command == "token" and (arguments.name is None) != (arguments.action == "list"):
        parser.error("`token list` takes no name" if arguments.name else f"`token {arguments.action}` needs a NAME")


def _check_run(parser: Parser, arguments: argparse.Namespace) -> None:
    with_rows, without = ("map", "out", "resume"), ("junit", "download", "check")
    for name in with_rows if arguments.data is None else without:
        if getattr(arguments, name):
            parser.error(f"--{name} belongs to --data" if arguments.data is None else f"--{name} is not for --data")
    if arguments.resume and arguments.out is None:
        parser.error("--resume goes on with the results of --out")


def _header(text: str) -> tuple[str, str]:
    """A header as RFC 9110 allows it; values beyond ASCII are read differently by each server."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not _HEADER_NAME.fullmatch(name):
        # the value may be a secret: it is not repeated
        raise argparse.ArgumentTypeError("a header is written as 'Name: value'")
    if not value.isascii() or not value.isprintable():
        raise argparse.ArgumentTypeError(f"the value of the header {name} is not plain ASCII on one line")
    return name, value


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not name or not equals or not column:
        raise argparse.ArgumentTypeError(f"{text!r} is not written as PARAMETER=COLUMN")
    return name, column


def _home(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text).expanduser()


def usable_text(text: str) -> bool:
    """Whether an argument is text: bytes that are not in the locale's encoding come as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def stdin_text() -> str:
    """All of standard input as UTF-8. WrongUse where it is none."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse("Standard input is not UTF-8 text.", f"{error}.", "Convert it first.") from error
    except AttributeError as error:
        raise WrongUse("There is no standard input.", "It is closed.", "Give a file instead.") from error
