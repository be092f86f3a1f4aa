"""Where papers come from: Hugging Face and arXiv. The only room that knows httpx."""
