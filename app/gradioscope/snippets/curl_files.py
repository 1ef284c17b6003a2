"""Files of the curl snippet: those of the person go up before the call, those of the result come down after it."""

from __future__ import annotations

from gradioscope.snippets.curl_words import REFUSED, Curl, form_file
from gradioscope.snippets.plan import Plan
from gradioscope.snippets.quoting import word

ESCAPED = r"\([^\"\\]*\(\\\\[^\"\\]*\)*\)".replace(r"\"", '"')
"""The text of a JSON string with no escape but pairs of backslashes, which paths of Windows have."""


def uploads(plan: Plan, curl: Curl, otherwise: str = "") -> list[str]:
    """The path comes from the app: taken only where it stays one text of the JSON it is put into.

    It stays JSON-escaped, as it was sent; a backslash only in pairs (a server on Windows).
    """
    path = rf"""'s/^\["{ESCAPED}"\]$/\1/p'"""
    return [
        "upload() {",
        f'  answer=$({curl.command} "$app{plan.upload}" {curl.flags.form} "$1") || exit',
        f"  file=$(printf '%s\\n' \"$answer\" | sed -n {path})",
        f'  [ "$file" ] || {REFUSED}',
        "  printf '%s' \"$file\"",
        "}",
        *(f"{upload.variable}=$(upload {word(form_file(upload))}){otherwise}" for upload in plan.uploads),
    ]


def save(plan: Plan, curl: Curl, completed: str) -> list[str]:
    """Save the files of the completed event in the folder one is in, never over another.

    Each FileData has a line of its own once lines end at braces: inside of a string no brace is followed by a bare
    quote and a key. Names are the app's: no step of a path, no dot in front, no control character (with 302, the
    first byte of the later ones in UTF-8) stays in them. A file is fetched at its path from the app itself, as
    its `url` could name another server, which would see the token.
    """
    return [
        f"grep -s {completed} \"$events\" | tr '{{' '\\n' |",
        f"""  sed -n -e 's/^"path":"{ESCAPED}","url":.*"orig_name":"\\([^"\\\\]*\\)".*/\\1"\\3/p' -e t \\""",
        f"""    -e 's/^"path":"{ESCAPED}","url":.*/\\1"/p' |""",
        "  while IFS='\"' read -r place name; do",
        "    place=$(printf '%s\\n' \"$place\" | sed 's/\\\\\\\\/\\\\/g')",
        "    name=$(printf '%s' \"${name:-$place}\" | LC_ALL=C tr -d '\\001-\\037\\177\\302' |",
        "      sed -e 's/.*[/\\\\]//' -e 's/^\\./_/')",
        "    name=${name:-file} file=$name number=1",
        '    while [ -e "./$file" ] || [ -L "./$file" ]; do',
        "      number=$((number + 1)) file=$number-$name",
        "    done",
        '    (set -C && : >"./$file") || exit',
        "    place=$(printf '%s' \"$place\" | od -An -v -tx1 | tr -d ' \\n' | sed -e 's/../%&/g' -e 's/%2f/\\//g')",
        f'    {curl.command} {curl.flags.fail} "$app{plan.upload.removesuffix("/upload")}/file=$place" >"./$file" ||',
        '      { rm -f "./$file"; exit 1; }',
        "    printf 'Saved %s\\n' \"$file\" >&2",
        "  done",
    ]
