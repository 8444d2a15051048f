"""The admin: where writers draft, officers record, and auditors read. A door, and a thin one."""

from . import (
    articles,
    catalogue,
    claims,
    credentials,
    deliveries,
    evidence,
    ledger,
    people,
    policies,
    reviewers,
    tokens,
    workflow_rows,
)

__all__ = [
    "articles",
    "catalogue",
    "claims",
    "credentials",
    "deliveries",
    "evidence",
    "ledger",
    "people",
    "policies",
    "reviewers",
    "tokens",
    "workflow_rows",
]
