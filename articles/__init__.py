"""Clinical articles: drafted, medically reviewed, released, and provable."""
