"""Bundles: articles with the proof of who reviewed which words, verifiable off-line by anyone."""
