"""An app of several pages (Gradio 5 and later); `/` has a function, `/second` another."""

from __future__ import annotations

from launch import gr, launch

with gr.Blocks(title="Pages") as demo:
    first = gr.Textbox(label="Home text")
    gr.Button("Home").click(lambda text: "home " + text, first, gr.Textbox(label="Out"), api_name="home")

with demo.route("Second page", "/second"):
    second = gr.Textbox(label="Second text")
    gr.Button("Second").click(lambda text: "second " + text, second, gr.Textbox(label="Out"), api_name="second")

if __name__ == "__main__":
    launch(demo)
