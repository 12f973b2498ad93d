"""The ids of the Cloud Controls Matrix (CCM) v4 and of the CAIQ v4 questions on its controls."""

from __future__ import annotations

from functools import cache

# By domain, in the order of its controls from 01 on: how many questions CAIQ v4.0.3 asks on each.
_QUESTIONS = {
    "A&A": "211112",
    "AIS": "2111222",
    "BCR": "21113113221",
    "CCC": "211111121",
    "CEK": "211111112111111111111",
    "DCS": "332211212111111",
    "DSP": "2111221211111111121",
    "GRC": "21111111",
    "HRS": "3222111111221",
    "IAM": "2211111112121211",
    "IPY": "5111",
    "IVS": "215111111",
    "LOG": "2121212111112",
    "SEF": "22111121",
    "STA": "21111111111111",
    "TVM": "2211111111",
    "UEM": "21111111111111",
}


@cache
def control_ids() -> frozenset[str]:
    """All control ids (`CEK-03`) and question ids (`CEK-03.1`)."""
    found: set[str] = set()
    for domain, counts in _QUESTIONS.items():
        for number, questions in enumerate(counts, 1):
            control = f"{domain}-{number:02}"
            found.add(control)
            found.update(f"{control}.{question}" for question in range(1, int(questions) + 1))
    return frozenset(found)
