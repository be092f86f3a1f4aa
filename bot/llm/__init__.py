"""The reading model: any OpenAI-compatible server."""
