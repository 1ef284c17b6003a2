"""How PowerShell makes a command line of arguments, and how the C runtime of curl.exe splits it: a model, to test with.

Sources: Microsoft's "Parsing C command-line arguments" (the rules since 2008), about_Parsing and
about_Preference_Variables ($PSNativeCommandArgumentPassing), and .NET's documented ProcessStartInfo.ArgumentList.
"""

from __future__ import annotations


def windows_powershell(arguments: list[str]) -> str:
    """5.1, and `Legacy` of 7: quotes around what has blanks, nothing inside of it escaped, empty ones left out."""
    return " ".join(f'"{word}"' if any(map(str.isspace, word)) else word for word in arguments if word)


def powershell_7(arguments: list[str]) -> str:
    """`Windows` and `Standard` of 7.3: every argument arrives as it is, so backslashes and quotes are escaped."""
    return " ".join(map(_escaped, arguments))


def _escaped(word: str) -> str:
    if word and not any(sign in word for sign in ' \t\n\v"'):
        return word
    text = '"'
    backslashes = 0
    for sign in word:
        if sign == "\\":
            backslashes += 1
            continue
        text += "\\" * (2 * backslashes + 1 if sign == '"' else backslashes) + sign
        backslashes = 0
    return text + "\\" * (2 * backslashes) + '"'


def split(line: str) -> list[str]:
    """The arguments that a C program gets."""
    words: list[str] = []
    word: str | None = None
    quoted = False
    position = 0
    while position < len(line):
        sign = line[position]
        if sign in " \t" and not quoted:
            if word is not None:
                words.append(word)
                word = None
            position += 1
            continue
        word = word or ""
        count = 0
        while line[position : position + 1] == "\\":
            count += 1
            position += 1
        if count and line[position : position + 1] == '"':
            word += "\\" * (count // 2)
            if count % 2:
                word += '"'
                position += 1
            continue
        if count:
            word += "\\" * count
            continue
        position += 1
        if sign != '"':
            word += sign
        elif quoted and line[position : position + 1] == '"':
            word += '"'
            position += 1
        else:
            quoted = not quoted
    return [*words, word] if word is not None else words
