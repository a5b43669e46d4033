"""The endpoint through which editors ask models, and recorded answers."""
