"""The HTTP service: the champion model behind a small, strict API."""
