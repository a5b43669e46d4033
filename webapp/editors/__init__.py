"""The endpoint that editors ask models by, and what people recorded of it."""
