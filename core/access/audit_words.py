"""What the acts of the audit log are called. An act that is not here fails the test run."""

from __future__ import annotations

from collections.abc import Mapping

from core.texts import N_, say

ACTIONS: Mapping[str, str] = {
    "sign_in": N_("Sign-in"),
    "sign_in.refused": N_("Sign-in refused"),
    "sign_out": N_("Sign-out"),
    "sessions.ended": N_("Sessions ended"),
    "account.made": N_("Account made"),
    "account.renamed": N_("Account renamed"),
    "account.disabled": N_("Account disabled"),
    "account.enabled": N_("Account enabled"),
    "account.locked": N_("Account locked after wrong passwords"),
    "grants.changed": N_("Roles changed"),
    "password.set": N_("Password set"),
    "password.changed": N_("Password changed"),
    "password.refused": N_("Change of password refused"),
    "link.made": N_("One-time link made"),
    "link.used": N_("One-time link used"),
    "link.refused": N_("One-time link refused"),
    "oidc.tied": N_("Other sign-in tied"),
    "oidc.untied": N_("Other sign-in taken off"),
    "oidc.refused": N_("Other sign-in refused"),
    "batch.commit": N_("Upload saved"),
    "batch.undo": N_("Upload undone"),
    "settings.change": N_("Settings changed"),
    "reveal": N_("Value shown in full"),
    "export.full": N_("Exported with full values"),
    "person.find": N_("Person looked for"),
    "person.copy": N_("Copy of a person's data"),
    "person.erase": N_("Person erased"),
    "household.file": N_("Information form handed in"),
    "household.confirm": N_("Information form decided on"),
    "household.correct": N_("File of a home corrected"),
    "consent.withdraw": N_("Consent withdrawn"),
    "archive.find": N_("Home looked for"),
    "archive.emergency": N_("Emergency look-up"),
    "cards.print": N_("Service cards printed"),
    "cards.give": N_("Service card given out"),
    "cards.take_back": N_("Service card taken back"),
    "notices.change": N_("Notice changed"),
    "office.settings": N_("Settings of the office changed"),
    "contact_day.plan": N_("Contact day planned"),
    "contact_day.tick": N_("Checklist of a contact day ticked"),
    "contact_day.state": N_("Contact day begun or closed"),
    "contact_day.question": N_("Question of a contact day taken down"),
    "contact_day.answer": N_("Question of a contact day answered"),
    "retention.change": N_("Period of retention changed"),
    "retention.run": N_("Retention applied"),
    "backup.make": N_("Backup made"),
    "backup.download": N_("Backup downloaded"),
    "backup.restore": N_("Backup restored"),
    "keys.rotate": N_("Keys rotated"),
    "audit.verify": N_("Audit log verified"),
    "audit.export": N_("Audit log exported"),
    "request.submit": N_("Request handed in"),
    "request.category": N_("Category of a request confirmed"),
    "request.assign": N_("Request given to a handler"),
    "request.done": N_("Request done"),
    "request.call_back": N_("Call-back for a request"),
    "request.close": N_("Request closed"),
    "request.reopen": N_("Request opened again"),
    "request.merge": N_("Request put together with another"),
    "request.note": N_("Note to a request"),
    "request.let_in": N_("Held request let in"),
    "request.confirm": N_("Request confirmed by the resident"),
    "request.not_yet": N_("Request opened again by the resident"),
    "request.rate": N_("Request rated by the resident"),
    "request.order": N_("Work order with full values"),
    "category.change": N_("Category changed"),
    "calendar.change": N_("Working time changed"),
    "soak.form": N_("Form of the endurance test"),
}
"""Code of an act -> its label."""


def label(code: str, language: str) -> str:
    """What an act is called; the code itself for one of a version that is no more."""
    return say(language, ACTIONS[code]) if code in ACTIONS else code
