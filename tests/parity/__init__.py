"""Every component against gradio_client, on every supported Gradio: what a form sends, what the function receives."""
