"""The reading model on any OpenAI-compatible server, and its `prompts`. The only room that knows openai."""
