"""Mails: what they say, and how they leave. Plain text, nothing private but the links in them.

What an act owes is a ``Delivery`` row, written with the act and sent by a task. Only the invitation
is sent at once: its link is stored nowhere, so nobody could write that mail later.
"""

from .deliveries import LEASE, Outcome, send
from .farewells import tell_old_address
from .invitations import invite
from .letters import write
from .tasks import deliver, hand_on

__all__ = ["LEASE", "Outcome", "deliver", "hand_on", "invite", "send", "tell_old_address", "write"]
