"""What a Gradio app is and how to talk to it. Knows neither Qt nor the rest of Gradioscope."""
