"""Lists and what was read of them as files: text, Markdown, Jekyll, JSON, BibTeX; and their schedule."""
