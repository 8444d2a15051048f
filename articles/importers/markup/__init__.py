"""HTML to Markdown, for every format with HTML inside: pages, Word documents, WordPress."""
