"""Pure functions over text: Markdown, citations, references, words, blocks. No ORM, no HTTP."""
