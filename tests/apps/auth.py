"""An app with a login: alice / wonder and bob / builder. AUTH_MESSAGE replaces the login page's text."""

from __future__ import annotations

import os

from launch import gr, launch


def hello(name: str, request: gr.Request) -> str:
    """Greet, and tell who is logged in."""
    return f"hello {name}, you are {request.username}"


def same_file(file: str | None) -> str | None:
    return file


with gr.Blocks(title="Protected") as demo:
    name = gr.Textbox(label="Name", value="world")
    gr.Button("Greet").click(hello, name, gr.Textbox(label="Greeting"), api_name="hello")
    file = gr.File(label="File")
    gr.Button("File").click(same_file, file, gr.File(label="Same file"), api_name="same_file")

if __name__ == "__main__":
    message = os.environ.get("AUTH_MESSAGE", "Ask the <b>owner</b> for a password")
    launch(demo, auth=[("alice", "wonder"), ("bob", "builder")], auth_message=message)
