"""Who does what a text speaks of, the customer or the vendor, and who may."""

from __future__ import annotations

import re

OWN = re.compile(
    r"\b(?:can|may|could|are|allow|permit|enable|let|får|kan|har|tillåter|låter|tillater|lar)\b"
    r"[^.?]{0,30}\b(?:we|us|customers?|tenants?|clients?|institutions?|vi|oss|kund\w*|beställar\w*"
    r"|oppdragsgiver\w*)\b[^.?]{0,60}\b(?:own|ourselves|themselves|egen|eget|egna|egne|själva?|selv)\b",
    re.IGNORECASE,
)
"""Asks what the customer may do itself: "May we run our own test?" """
# Who does it: "Do customers approve …?", "… by the customer", "Do you …?"
_CUSTOMER = (
    r"(?:(?:the|our|your|each|all|a)\s+)?(?:customers?|clients?|tenants?|subscribers?|users?|us|kund(?:en|erna|er)?"
    r"|kunde(?:n|ne|r)?|oss)"
)
_BY_CUSTOMER = re.compile(
    rf"\b(?:under|in)\s+our\s+(?:own\s+)?control\b|(?<!client )\b(?:by|av)\s+{_CUSTOMER}\s*[?.]?$"
    rf"|^(?:do|must|should|shall|will|måste|ska|skall|bör|skal|må|bør)\s+{_CUSTOMER}\b(?!['’])",
    re.IGNORECASE,
)
_BY_VENDOR = re.compile(
    r"^(?:do|does|will|must|should|shall|har|gör|ska|skall|måste|skal|må)\s+(?:you|ni|dere"
    r"|(?:the\s+)?(?:vendor|supplier|provider|contractor)|leverantören|leverandøren)\b"
    r"|\bby\s+(?:you|the\s+(?:vendor|supplier|provider))\b|\bav\s+(?:er|dere|leverantören|leverandøren)\b",
    re.IGNORECASE,
)
MAY_WE = re.compile(
    r"\b(?:how|when|what|which|hur|när|vad|vilka|hvor|når|hva|hvilke)\b[^.?]*\b(?:may|can|får|kan)\s+(?:we|vi)\b",
    re.IGNORECASE,
)
"""Asks openly of what the customer may do: "How often may we test?" """


def done_by(text: str) -> str:
    """Who is said to do it: the customer, the vendor, or '' where nobody is."""
    if _BY_CUSTOMER.search(text):
        return "customer"
    return "vendor" if _BY_VENDOR.search(text) else ""
