"""Functions that want the caller's Hugging Face token; they answer what they got, masked."""

from __future__ import annotations

import typing

from launch import gr, launch


def masked(token: gr.OAuthToken | None) -> str:
    return "none" if token is None else f"{token.token[:3]}… ({len(token.token)})"


def needs(word: str, token: gr.OAuthToken) -> str:
    """Answer with the token that came."""
    return f"{word}: {masked(token)}"


def may_take(word: str, token: typing.Optional[gr.OAuthToken]) -> str:  # noqa: UP045  Gradio reads it so
    return f"{word}: {masked(token)}"


# Gradio looks at the annotations themselves, not at their text
needs.__annotations__["token"] = gr.OAuthToken
may_take.__annotations__["token"] = typing.Optional[gr.OAuthToken]  # noqa: UP045

with gr.Blocks(title="Token") as demo:
    word = gr.Textbox("a", label="Word")
    gr.Button("Needs").click(needs, word, gr.Textbox(label="Got"), api_name="needs")
    gr.Button("May take").click(may_take, word, gr.Textbox(label="Got"), api_name="may_take")

if __name__ == "__main__":
    launch(demo)
