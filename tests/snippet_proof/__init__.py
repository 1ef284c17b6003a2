"""Which snippets work: ours in every target, and those of Gradio's own generator, on the same cases."""
