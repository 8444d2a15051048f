"""What readers have now, and what moved since they last asked. Reads, and writes nothing."""

from .finding import Withdrawal, WithdrawnArticle, editions, find, judged
from .moves import CHUNK, Item, Page, page
from .recognising import Recognised, recognise

__all__ = [
    "CHUNK",
    "Item",
    "Page",
    "Recognised",
    "Withdrawal",
    "WithdrawnArticle",
    "editions",
    "find",
    "judged",
    "page",
    "recognise",
]
