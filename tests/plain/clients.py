"""Section 2: who a client is."""

import re
import unicodedata

from tests.plain.basics import natural


def phone_number(cell):
    """The digits that say who is calling, or None where the cell holds no phone.

    "NFKC, then the first part of the cell that has a digit (parts split at `/`, `、`, `;`, `,`), digits only, a leading
    `0086` or `86` dropped when 11 digits then remain. Fewer than 7 digits, or one digit repeated, is no phone."
    """
    if cell is None:
        return None
    for part in re.split("[/、;,]", unicodedata.normalize("NFKC", cell)):
        digits = "".join(c for c in part if c in "0123456789")
        if not digits:
            continue
        for prefix in ("0086", "86"):
            if digits.startswith(prefix) and len(digits) - len(prefix) == 11:
                digits = digits[len(prefix) :]
                break
        if len(digits) < 7 or len(set(digits)) == 1:
            return None
        return digits
    return None


def canonical_clients(clients):
    """Every client_id of one store -> the canonical client_id.

    "Clients of one store with equal phones are the same person; the *canonical* client is the one registered first
    (ties: smallest `client_id`), and every id of theirs means it. A client without a phone is only itself."
    """
    canonical = {}
    for client in clients:
        number = phone_number(client["phone"])
        same = [c for c in clients if number is not None and phone_number(c["phone"]) == number] or [client]
        first = min(same, key=lambda c: (c["registered_at"], natural(c["client_id"])))
        canonical[client["client_id"]] = first["client_id"]
    return canonical


def client_of_call(call, clients, canonical):
    """The canonical client a call belongs to, or None.

    "A call belongs to its `client_id`, or where that is blank to the client with its phone, if there is one."
    """
    if call["client_id"] is not None:
        return canonical[call["client_id"]]
    number = phone_number(call["phone"])
    for client in clients:
        if number is not None and phone_number(client["phone"]) == number:
            return canonical[client["client_id"]]
    return None


def stage(deals_of_client, t):
    """How far the client is at t: "open", "reserved" or "closed".

    "over the canonical client's deals that are not cancelled by t (`cancelled_at` blank or > t): `closed` if some
    `closed_at` < t, else `reserved` if some `reserved_at` < t, else `open`."
    """
    alive = [d for d in deals_of_client if d["cancelled_at"] is None or d["cancelled_at"] > t]
    if any(d["closed_at"] is not None and d["closed_at"] < t for d in alive):
        return "closed"
    if any(d["reserved_at"] is not None and d["reserved_at"] < t for d in alive):
        return "reserved"
    return "open"
