"""How much may be asked of the API, and of the page that checks exports."""

import environ

_env = environ.Env()

API_RATES = {
    "token": _env.str("REVIEWFLOW_API_RATE", default="600/m"),
    "address": _env.str("REVIEWFLOW_API_ADDRESS_RATE", default="60/m"),
    "verify": _env.str("REVIEWFLOW_VERIFY_RATE", default="30/m"),
}
"""Requests of one token or session; of one address without either; files and digests that one
address may have checked at /verify/. Unit: s, m or h.
"""
