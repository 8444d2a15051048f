"""Let articles leave: judged one by one, written whole or not at all, and on record."""

from .delivering import cursor, deliver
from .ordering import Delivered, NamedRefused, Order, Refused, Told, WithdrawnArticle
from .staging import path_in
from .watching import UNWATCHED, Stopped, Unwatched, Watch, Written

__all__ = [
    "UNWATCHED",
    "Delivered",
    "NamedRefused",
    "Order",
    "Refused",
    "Stopped",
    "Told",
    "Unwatched",
    "Watch",
    "WithdrawnArticle",
    "Written",
    "cursor",
    "deliver",
    "path_in",
]
