"""Banks and questionnaires of any size for the speed benchmark, the same at every run.

An answer is about one thing, one thing that is done to it, and one place or occasion. That
makes 10,000 answers of 17 phrasings in three languages, each near to dozens of others, as in a
large bank. What is asked is put in wordings that no phrasing has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from qfill.model import Answer, FilePlace, Verdict

OBJECTS = [
    tuple(line.split("|"))
    for line in """\
backups|säkerhetskopior|sikkerhetskopier
laptops|bärbara datorer|bærbare datamaskiner
mobile phones|mobiltelefoner|mobiltelefoner
log files|loggfiler|loggfiler
databases|databaser|databaser
source code repositories|källkodsarkiv|kildekodelagre
user accounts|användarkonton|brukerkontoer
administrator accounts|administratörskonton|administratorkontoer
service accounts|tjänstekonton|tjenestekontoer
passwords|lösenord|passord
encryption keys|krypteringsnycklar|krypteringsnøkler
certificates|certifikat|sertifikater
network devices|nätverksenheter|nettverksenheter
firewalls|brandväggar|brannmurer
servers|servrar|servere
virtual machines|virtuella maskiner|virtuelle maskiner
containers|containrar|containere
test systems|testsystem|testsystemer
web applications|webbapplikationer|webapplikasjoner
programming interfaces|programmeringsgränssnitt|programmeringsgrensesnitt
e-mail messages|e-postmeddelanden|e-postmeldinger
paper documents|pappersdokument|papirdokumenter
removable media|flyttbara medier|flyttbare medier
printers|skrivare|skrivere
data centres|datacenter|datasentre
visitor records|besöksregister|besøksregistre
access rights|behörigheter|tilganger
access cards|passerkort|adgangskort
contracts|avtal|avtaler
suppliers|leverantörer|leverandører
incidents|incidenter|hendelser
vulnerabilities|sårbarheter|sårbarheter
security patches|säkerhetsuppdateringar|sikkerhetsoppdateringer
software changes|programändringar|programendringer
risks|risker|risikoer
policies|policyer|retningslinjer
employees|medarbetare|medarbeidere
consultants|konsulter|konsulenter
customer records|kundregister|kunderegistre
payment records|betalningsuppgifter|betalingsopplysninger
""".splitlines()
]
PRACTICES = [
    tuple(line.split("|"))
    for line in """\
encrypted|encrypt|encryption|krypterade|kryptert
monitored|monitor|monitoring|övervakade|overvåket
inventoried|inventory|inventorying|inventerade|kartlagt
classified|classify|classification|klassificerade|klassifisert
reviewed|review|review|granskade|gjennomgått
approved|approve|approval|godkända|godkjent
tested|test|testing|testade|testet
documented|document|documentation|dokumenterade|dokumentert
archived|archive|archiving|arkiverade|arkivert
deleted|delete|deletion|raderade|slettet
restored|restore|restoration|återställda|gjenopprettet
scanned|scan|scanning|skannade|skannet
audited|audit|audit|reviderade|revidert
isolated|isolate|isolation|isolerade|isolert
logged|log|logging|loggade|logget
replaced|replace|replacement|utbytta|skiftet ut
restricted|restrict|restriction|begränsade|begrenset
registered|register|registration|registrerade|registrert
assessed|assess|assessment|bedömda|vurdert
anonymised|anonymise|anonymisation|anonymiserade|anonymisert
insured|insure|insurance|försäkrade|forsikret
labelled|label|labelling|märkta|merket
verified|verify|verification|verifierade|verifisert
reported|report|reporting|rapporterade|rapportert
separated|separate|separation|åtskilda|adskilt
""".splitlines()
]
SCOPES = [
    tuple(line.split("|"))
    for line in """\
in the production environment|i produktionsmiljön|i produksjonsmiljøet
at your subcontractors|hos era underleverantörer|hos deres underleverandører
every year|varje år|hvert år
before each release|före varje lansering|før hver lansering
when employment ends|när en anställning upphör|når et arbeidsforhold opphører
outside the European Union|utanför Europeiska unionen|utenfor Den europeiske union
at remote offices|på distanskontor|på fjernkontorer
by an independent party|av en oberoende part|av en uavhengig part
within 24 hours|inom 24 timmar|innen 24 timer
for each customer|för varje kund|for hver kunde
""".splitlines()
]
ENGLISH = """\
Are {object} {done} {scope}?
Do you {do} {object} {scope}?
Is there {doing} of {object} {scope}?
{doing} of {object} {scope}
Please confirm that {object} are {done} {scope}.
Does the supplier {do} {object} {scope}?
Are all {object} {done} {scope} as a matter of policy?
Can you confirm the {doing} of {object} {scope}?
We expect {object} to be {done} {scope}.
""".splitlines()
SWEDISH = """\
Är {object} {done} {scope}?
Bekräfta att {object} är {done} {scope}.
Är samtliga {object} {done} {scope}?
Vi kräver att {object} är {done} {scope}.
""".splitlines()
NORWEGIAN = """\
Er {object} {done} {scope}?
Bekreft at {object} er {done} {scope}.
Er samtlige {object} {done} {scope}?
Vi krever at {object} er {done} {scope}.
""".splitlines()
ASKED = """\
Does your organisation make sure that {object} are {done} {scope}?
Have you established {doing} of {object} {scope}?
Is it your practice to {do} {object} {scope}?
Would you say that your {object} are always {done} {scope}?
""".splitlines()


def _subjects(seed: int) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    found = list(product(OBJECTS, PRACTICES, SCOPES))
    random.Random(seed).shuffle(found)
    return found


def _put(forms: list[str], thing: str, practice: tuple[str, ...], scope: str, done: str) -> tuple[str, ...]:
    found = (
        form.format(object=thing, done=done, do=practice[1], doing=practice[2], scope=scope) for form in forms
    )
    return tuple(text[0].upper() + text[1:] for text in found)


def answers(count: int, seed: int = 1) -> list[Answer]:
    """The first `count` answers of a bank, at most 10,000."""
    found = []
    for number, (thing, practice, scope) in enumerate(_subjects(seed)[:count]):
        found.append(
            Answer(
                id=f"answer-{number:05}",
                topic="synthetic",
                verdict=Verdict.YES if number % 3 else Verdict.NO,
                phrasings={
                    "en": _put(ENGLISH, thing[0], practice, scope[0], practice[0]),
                    "sv": _put(SWEDISH, thing[1], practice, scope[1], practice[3]),
                    "nb": _put(NORWEGIAN, thing[2], practice, scope[2], practice[4]),
                },
                text={"en": f"Our {thing[0]} are {practice[0]} {scope[0]}."},
                facts=(f"F{number:05}",),
                place=FilePlace("synthetic.yaml"),
            )
        )
    return found


def questions(count: int, of: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Questions with the id of the answer that each asks for, drawn from the first `of` answers."""
    drawn = random.Random(seed + 1)
    subjects = _subjects(seed)[:of]
    for _ in range(count):
        number = drawn.randrange(len(subjects))
        thing, practice, scope = subjects[number]
        text = _put([drawn.choice(ASKED)], thing[0], practice, scope[0], practice[0])[0]
        yield text, f"answer-{number:05}"


def questionnaire(path: Path, rows: int, seed: int = 1) -> Path:
    """A workbook that asks `rows` questions, a dropdown beside each."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questionnaire")
    options = DataValidation(type="list", formula1='"Yes,No,N/A"', allow_blank=True)
    options.add(f"C2:C{rows + 1}")
    sheet.data_validations.append(options)
    sheet.append(["ID", "Question", "Answer", "Comment"])
    for number, (text, _) in enumerate(questions(rows, 10_000, seed), 1):
        sheet.append([f"Q-{number}", text, None, None])
    book.save(path)
    return path
