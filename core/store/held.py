"""What every table beside the registries holds of people: what, what for, how it is kept, and how long; or that none.

The register of personal data is made from it, and a test sees that no table is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.texts import N_

Keeping = Literal["sealed", "keyed", "hashed", "open"]
KEEPINGS: Mapping[Keeping, str] = {
    "sealed": N_("words encrypted, each row with a secret of its own; rooms, dates and account numbers readable"),
    "keyed": N_("as a keyed digest: equal values can be told, none can be read"),
    "hashed": N_("as a hash: it can be compared, not read"),
    "open": N_("readable in the database, encrypted in backups"),
}
Ground = Literal["contract", "consent", "interest", "emergency", "proof"]
FOR_GOOD, WITH_ROW, WITH_ACCOUNT, AN_HOUR = (
    N_("for good"),
    N_("as long as the row it belongs to"),
    N_("as long as there is the account; a disabled one stays for the audit log"),
    N_("an hour; it goes when the next form is counted"),
)
"""How long, where no kind of record says so: message ids."""


@dataclass(frozen=True)
class Held:
    """What a table holds of people.

    Attributes:
        label: Message id of what a reader calls the table.
        what: Message id of the values.
        purpose: Message id of what for.
        ground: On what ground.
        kept: A code of `retention.KINDS`, or one of the message ids above.
        keeping: How it is kept.
    """

    label: str
    what: str
    purpose: str
    ground: Ground
    kept: str
    keeping: Keeping


_REQUESTS = N_("Mending what was reported, answering opinions and calling back")
_ARCHIVE = N_("Keeping the file of a home right: what was handed in, until the office decided on it")
_DAYS = N_("Holding contact days, and answering what was asked there")
_ACCESS = N_("Letting those in who may, and nobody else")
_LOOK_UP = N_("Finding a person without opening every row")
HELD: Mapping[str, Held] = {
    "request_cases": Held(
        N_("Requests as the office works on them"),
        N_("Room; preferred time and reason of the rating, in the resident's words"),
        _REQUESTS,
        "contract",
        "requests",
        "sealed",
    ),
    "request_events": Held(
        N_("What happened to requests"),
        N_("Notes, handlers, what was done, call-backs, reasons, each with the account and the time"),
        _REQUESTS,
        "contract",
        "requests",
        "sealed",
    ),
    "photos": Held(
        N_("Photos of requests"),
        N_("Photos of what is broken, without what the phone noted beside them"),
        _REQUESTS,
        "contract",
        "requests",
        "sealed",
    ),
    "handlers": Held(
        N_("Names of those who mend things"),
        N_("Names, as the office calls them"),
        _REQUESTS,
        "contract",
        "handlers",
        "sealed",
    ),
    "filings": Held(
        N_("Information forms that wait"),
        N_("Room; the information form as it was handed in, while it waits; the reason of a refusal"),
        _ARCHIVE,
        "contract",
        "filings",
        "sealed",
    ),
    "consents": Held(
        N_("Consents"),
        N_("Room, what was agreed to beside which notice, when, and when it was taken back"),
        N_("Showing that somebody agreed"),
        "proof",
        "consents",
        "open",
    ),
    "drafts": Held(
        N_("Forms begun and not sent"),
        N_("What was typed into a form that is not sent yet"),
        N_("Going on with a form on the same phone"),
        "contract",
        "drafts",
        "sealed",
    ),
    "contact_days": Held(
        N_("Plans of contact days"),
        N_("Who is on at a contact day, from when to when"),
        _DAYS,
        "interest",
        "contact_days",
        "sealed",
    ),
    "contact_notes": Held(
        N_("Questions passed on at contact days"),
        N_("Questions that were asked, to whom they were passed on, answers"),
        _DAYS,
        "contract",
        "contact_days",
        "sealed",
    ),
    "card_codes": Held(
        N_("Codes of service cards"),
        N_("Room that a service card was given to"),
        N_("Opening the forms for a room by its card"),
        "contract",
        "cards",
        "open",
    ),
    "bounds": Held(
        N_("Counts against floods"),
        N_("How often a contact, a card or a network address sent something"),
        N_("Keeping floods of forms out"),
        "interest",
        AN_HOUR,
        "keyed",
    ),
    "batches": Held(
        N_("Names of uploaded files"),
        N_("Names of uploaded files; which account uploaded them, and when"),
        N_("Knowing where a row comes from, and undoing an upload"),
        "interest",
        "files",
        "sealed",
    ),
    "blind_index": Held(
        N_("Digests to look people up by"),
        N_("Names, telephone, ID and plate numbers, to be compared"),
        _LOOK_UP,
        "interest",
        WITH_ROW,
        "keyed",
    ),
    "audit": Held(
        N_("Audit log"),
        N_("Which account did or looked at what, when, and the reason in its own words, without numbers"),
        N_("Showing afterwards who saw what"),
        "proof",
        FOR_GOOD,
        "open",
    ),
    "accounts": Held(
        N_("Accounts"),
        N_("Sign-in name, shown name, number in the staff registry, number at the other sign-in service; password"),
        _ACCESS,
        "contract",
        WITH_ACCOUNT,
        "open",
    ),
    "grants": Held(
        N_("Roles of accounts"), N_("Roles and stores of an account"), _ACCESS, "contract", WITH_ACCOUNT, "open"
    ),
    "sessions": Held(
        N_("Sessions"),
        N_("When an account was signed in and how; the cookie"),
        _ACCESS,
        "contract",
        "sessions",
        "hashed",
    ),
    "links": Held(N_("One-time links"), N_("One-time links of an account"), _ACCESS, "contract", "sessions", "hashed"),
    "settings_versions": Held(
        N_("Rule settings"),
        N_("Which account changed a setting, when, and the reason in its own words"),
        N_("Showing which settings a past period was computed with"),
        "interest",
        FOR_GOOD,
        "open",
    ),
}
"""Table -> what it holds of people."""
_WHO_CHANGED = N_("what the office set, and the number of the account that did")
HOLDS_NONE: Mapping[str, str] = {
    "seals": N_("secrets of sealed rows; without the key ring they open nothing"),
    "submissions": N_("marks of forms that were sent, and the number that was given back"),
    "batch_scopes": N_("which stores an upload concerned"),
    "data_versions": N_("which upload touched a registry last"),
    "retention_periods": _WHO_CHANGED,
    "erasures": N_("numbers of rows that were erased"),
    "facts": N_("what the app notes of itself"),
    "notices": _WHO_CHANGED,
    "categories": _WHO_CHANGED,
    "calendar_days": _WHO_CHANGED,
    "office_settings": _WHO_CHANGED,
}
"""Table -> what it holds instead: message id."""
OF_RESIDENTS = (
    "request_cases",
    "request_events",
    "photos",
    "filings",
    "consents",
    "drafts",
    "contact_days",
    "contact_notes",
    "handlers",
)
"""Tables of the property desk whose rows belong to somebody, or name them: copied and erased with the person."""
OUTSIDE: tuple[tuple[str, str], ...] = (
    (
        N_("Log file"),
        N_("Nothing of people: fields from a list, lines of code; other texts are cleaned of whatever looks personal."),
    ),
    (
        N_("Backups"),
        N_("Encrypted with a key of their own; what is sealed is sealed in them once more, its secrets apart."),
    ),
    (
        N_("Memory of the server"),
        N_(
            "Uploads, photos and papers to be fetched, until they are kept, fetched or half an hour old; never on disk."
        ),
    ),
    (
        N_("Browser"),
        N_("A cookie with a random token; addresses hold filters and numbers of requests, nothing of people."),
    ),
)
"""Where else something of people is or might be: where, and what."""
