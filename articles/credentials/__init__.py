"""Standing as of a day, eligibility with reasons, verification by two people, the byline."""
