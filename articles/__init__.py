"""Clinical articles: drafted, medically reviewed, released, and provable."""

__version__ = "0.1.0"
