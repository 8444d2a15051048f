"""References beyond one line: files of reference managers, additions, duplicates, printed styles.

Everything here works offline on CSL-JSON and plain text; each module is imported by its name.
"""
