"""The API for programs: what is published, to read, with the proof of it. A door, and a thin one.

Nothing is written through it and nothing signed: any method but a look is refused (405).
"""
