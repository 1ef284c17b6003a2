"""Python with gradio_client: one client an app and login, one function a request."""

from __future__ import annotations

from collections.abc import Sequence

from gradioscope.snippets.curl_login import PASSWORD
from gradioscope.snippets.literals import PYTHON, string
from gradioscope.snippets.options import Options
from gradioscope.snippets.plan import plan
from gradioscope.snippets.python_client import call_lines, client_lines, import_lines
from gradioscope.snippets.scripts.connections import Placed, heading, shown


def write(_target: str, requests: Sequence[Placed], name: str, options: Options) -> str:
    clients: list[str] = []
    functions: list[str] = []
    for each in requests:
        draft = each.entry.draft
        found = plan(draft, keep_files=True)
        client = f"client{each.connection.suffix}"
        if each.first:
            lines = [line.replace(PASSWORD, each.connection.password) for line in client_lines(draft, found, client)]
            clients += lines
            if draft.session_hash:
                clients.append(f"{client}.session_hash = {string(draft.session_hash, PYTHON)}")
        call, result = call_lines(draft, found, options, client, margin=4)
        title = f'    """{shown(each.entry.path)}."""'
        functions.append("\n".join([f"def {each.function}():", title, *call, f"    return {result}"]))
    script = "\n".join(clients) + "\n\n\n" + "\n\n\n".join(functions)
    names = ", ".join(each.function for each in requests)
    loop = [f"    for request in ({names}{',' if len(requests) == 1 else ''}):"]
    if len(loop[0]) > 88:
        loop = ["    for request in (", *(f"        {each.function}," for each in requests), "    ):"]
    return "\n".join(
        [
            f'"""{heading(name, len(requests))}"""',
            "",
            *import_lines(script),
            script,
            "",
            "",
            'if __name__ == "__main__":',
            *loop,
            '        print("#", request.__name__)',
            "        print(request())",
        ]
    )
