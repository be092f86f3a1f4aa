"""Lists and summaries as files: text, Markdown, Jekyll, JSON, BibTeX."""
