"""What a text in a sheet looks like: a question, or what a form tells whoever fills it in."""

from __future__ import annotations

import pytest

from qfill.layout.words import asks


@pytest.mark.parametrize(
    "text",
    [
        "Please answer every question in the box below it.",
        "Complete the form and return it by Friday.",
        "Fill in all questions on this sheet.",
        "Write your answers in the empty rows.",
        "Besvara samtliga frågor i rutan under.",
        "Skriv ert svar på raden under frågan.",
        "Vennligst besvar alle spørsmålene nedenfor.",
        "Fyll ut skjemaet nedenfor.",
    ],
)
def test_what_tells_how_to_answer_asks_nothing(text: str) -> None:
    assert asks(text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Please describe how incidents are handled.",
        "Please answer: is customer data encrypted?",
        "Complete deletion of data is confirmed in writing.",
        "Give your response times for each severity level.",
        "Ange era svarstider för incidenter av olika grad.",
        "Respond to customer questions within one business day.",
        "Besvara kundens frågor inom 24 timmar på vardagar.",
        "Complete audit trail of form changes is kept for a year",
        "Answer how web form input is validated.",
        "Please complete this form. Describe your encryption at rest.",
        "Fill rates of backups are watched.",
        "Return of data at the end of the contract, in what form?",
        "Skriv vilka protokoll som tjänsten stöder idag.",
        "Oppgi hvem som svarer på hendelser.",
    ],
)
def test_what_asks_for_something_is_a_question(text: str) -> None:
    assert asks(text) > 0.0
