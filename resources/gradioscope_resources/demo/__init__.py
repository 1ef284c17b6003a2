"""The built-in demo: a real Gradio app, started by `gradioscope.demo` in a process of its own."""
