"""Signatures: the words, the ticket, the proof of who is there, the signature itself.

Knows no workflow and no ledger.
"""

from .access import objections as access_objections
from .access import of as access_of
from .authenticating import Proven, WrongAnswer, authenticate, code_is_asked
from .factors import is_enrolled
from .statements import Act, faults, instant, printed_name, sign
from .texts import Text, in_use
from .tickets import Authentication, Once, Subject, mismatches, redeem, ticket_for, tickets_for

__all__ = [
    "Act",
    "Authentication",
    "Once",
    "Proven",
    "Subject",
    "Text",
    "WrongAnswer",
    "access_objections",
    "access_of",
    "authenticate",
    "code_is_asked",
    "faults",
    "in_use",
    "instant",
    "is_enrolled",
    "mismatches",
    "printed_name",
    "redeem",
    "sign",
    "ticket_for",
    "tickets_for",
]
