"""How a text asks: open, a question, a statement or a label."""

from __future__ import annotations

import pytest

from qfill.matching.forms import answer_type, asking, follows_up, form, plain


@pytest.mark.parametrize(
    "text",
    [
        "Describe your backups.",
        "If yes, which protocols?",
        "To which authority do you report?",
        "When are patches installed?",
        "Genom vilka kanaler går en uppdatering till produktion?",
        "The lower layers (database and the like): by whom are they looked after?",
        "Identify the party that runs the service.",
        "Ange om data krypteras och hur nycklarna i så fall förvaras.",
        "Between which points is traffic encrypted?",
        "Under what conditions, and how often, may we visit the hall?",
        "4.2.1 Which team keeps the keys?",
        "Leverandøren skal redegjøre for hvilke protokoller som støttes.",
        "Leverantören ska beskriva sin process för behörigheter.",
        "Det skal fremgå hvordan feil meldes.",
        "Redogör för rutinen.",
        "Gjør rede for rutinen.",
        "Korleis vert data lagra?",
    ],
)
def test_what_wants_a_text_is_open(text: str) -> None:
    assert form(text) == "open"


@pytest.mark.parametrize(
    "text",
    [
        "Is the solution single-tenant or multi-tenant?",
        "Way of working (agile, waterfall or other)",
        "AWS or Azure",
        "Night duty: own staff or a partner?",
        "Office hours or around the clock?",
        "Do we install new versions, or do you?",
        "Får vi nya versioner automatiskt, eller måste vi hämta dem?",
    ],
)
def test_a_choice_between_things_is_open(text: str) -> None:
    assert form(text) == "open"


@pytest.mark.parametrize(
    "text",
    [
        "Number of instances in which the data is held",
        "Retention period of backup copies",
        "Oppbevaringstid",
        "Molnleverantör",
        "Hosting provider",
        "Underliggende plattform (navn)",
        "Release channels in use",
        "Kanaler som används",
        "Minimum number of halls in which the data is held",
        "Mottagare hos kunden av meddelanden när data kan ha gått förlorad",
        "Hyppighet av øvelser for vaktlaget",
        "Deployment model (public / private)",
    ],
)
def test_a_label_that_names_a_property_asks_for_its_value(text: str) -> None:
    assert form(text) == "open"


@pytest.mark.parametrize("text", ["Encryption at rest", "Passord kreves alltid", "Strong sign-in used"])
def test_a_label_of_what_is_there_or_not_stays_a_label(text: str) -> None:
    assert form(text) == "label"


@pytest.mark.parametrize(
    "text",
    [
        "Is data encrypted?",
        "Do you use Git or Subversion?",
        "Does it support any of these protocols: SAML, OIDC or other?",
        "When a user logs in from home, the traffic to the service is encrypted. Correct?",
        "When a flaw of interest to all comes up, is a warning published?",
        "Are all deviations handled, whether found by alarms, by log analysis or by customers?",
        "Is the night duty limited to weekdays or office hours?",
        "Is training given only once, when people join?",
        "Kan loggar hämtas, och i så fall via vilka gränssnitt?",
        "Are errors recorded, and how?",
        "Are there two halls, apart from each other, in which the data is stored?",
        "Is the hall open to every employee, whatever his or her role?",
    ],
)
def test_what_a_yes_answers_is_a_question(text: str) -> None:
    assert form(text) == "question"


@pytest.mark.parametrize(
    "text",
    [
        "The supplier shall encrypt all stored data.",
        "Please state whether data is encrypted.",
        "Antall instanser skal være minst to.",
        "Support for SAML or OAuth in sign-in",
        "The supplier shall state whether data is encrypted.",
        "7. Copies are kept in another hall.",
        "Data is encrypted at rest or replaced by tokens in all of the databases.",
    ],
)
def test_what_holds_or_not_is_a_statement(text: str) -> None:
    assert form(text) == "statement"


def test_what_leads_up_to_a_question_is_told_apart_from_it() -> None:
    lead, core = asking("We are a small council with few people in IT. Do you keep logs of every change?")
    assert lead == "We are a small council with few people in IT."
    assert core == "Do you keep logs of every change?"


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Do you set out in a document what falls to you vs. your customers when an incident happens?"
    assert asking(text) == ("", text)
    lead, asked = asking(
        "Answer with a plain yes or a plain no, please, no more than that. Do you keep logs?"
    )
    assert (lead.startswith("Answer"), asked) == (True, "Do you keep logs?")


def test_a_text_that_asks_at_once_leads_up_with_nothing() -> None:
    text = "Do you keep logs of every change? We need them for our auditors every spring."
    assert asking(text) == ("", text)


@pytest.mark.parametrize(
    ("text", "follows"), [("If yes, describe.", True), ("Hvis ja, hvordan?", True), ("Describe.", False)]
)
def test_a_row_that_goes_on_from_the_one_above_it(text: str, follows: bool) -> None:
    assert follows_up(text) is follows


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Are the centres that hold our data SOC 2 or ISO 27001 certified?", "question"),
        ("Är hallen SOC 2- eller ISO 27001-certifierad?", "question"),
        ("Are backups kept on disk or tape?", "open"),
        ("Retention: 30 days", "label"),
        ("Retention:", "open"),
        ("Supplier keeps a valid certificate under ISO/IEC 27001.", "statement"),
        ("Supplier contact", "open"),
        ("Supplier names and places of business", "open"),
        ("Independent tests (yearly or more often)", "statement"),
        ("Hosting (own or cloud)", "open"),
    ],
)
def test_what_says_its_value_is_told_from_what_asks_for_one(text: str, how: str) -> None:
    assert form(text) == how


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Where are the backups stored?", "location"),
        ("Hvor ofte tas det sikkerhetskopi?", "frequency"),
        ("How long are logs kept?", "duration"),
        ("Hur många kopior finns det?", "quantity"),
        ("Vem har åtkomst?", "person"),
        ("When was the last test?", "time"),
        ("Hvilke protokoller støttes?", "entity"),
        ("Beskriv rutinen för ändringar.", "description"),
        ("Is data encrypted?", "question"),
        ("Encryption at rest", "label"),
    ],
)
def test_what_sort_of_answer_is_asked_for(text: str, wanted: str) -> None:
    assert answer_type(text, form(text)) == wanted


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Login by MFA (Yes, No):", "Login by MFA"),
        ("4.2 Is MFA supported? [Y/N/NA]", "Is MFA supported?"),
        ("Har ni MFA? Ja / Nej", "Har ni MFA?"),
        ("Which of these apply? (select all that apply)", "Which of these apply?"),
        ("Is data encrypted? If not, why not?", "Is data encrypted?"),
        ("Is data encrypted? If no, explain. If yes, how?", "Is data encrypted? If yes, how?"),
        ("Do you test (if not, explain why) your backups?", "Do you test your backups?"),
        ("What about MFA?", "MFA?"),
        ("Hur är det med kryptering?", "kryptering?"),
        ("If no, please explain.", "If no, please explain."),
        ("Is it open to yes or no votes only?", "Is it open to yes or no votes only?"),
    ],
)
def test_a_row_is_read_without_what_is_printed_beside_its_question(text: str, row: str) -> None:
    assert " ".join(plain(text).split()) == row


@pytest.mark.parametrize(
    "text", ["Is SCM used (Yes, No):", "Whether the vendor runs data centres", "Are backups tested (Y/N)"]
)
def test_a_question_may_lack_its_mark(text: str) -> None:
    assert form(text) == "question"


@pytest.mark.parametrize("start", ["Is it a or ", "Does A or ", "Retention: ", "In ", "If not, why "])
def test_a_long_word_is_read_at_once(start: str) -> None:
    # Of 10,000 letters a pattern that tries each way to part them would take hours.
    assert form(f"{start}{'x' * 10_000}!") == form(f"{start}{'x' * 100}!")


@pytest.mark.parametrize(
    "text",
    ["If yes{}how?", "Is it so? If not{}why?", "Is it done and{}how?", "Backups{}yes", "{}?", "Does A{}b?"],
)
def test_long_white_space_is_read_at_once(text: str) -> None:
    # Of 30,000 blanks a pattern that tries each run of them would take minutes.
    row = text.format(" " * 30_000)
    assert len(plain(row)) < 60
    assert asking(row)[1] == asking(text.format(" "))[1] or len(asking(row)[1]) < 60
    assert form(row) in ("open", "question", "statement", "label")
    assert follows_up(row) == follows_up(text.format(" "))
