"""What another outcome comes to, in words: only what differs from the answer as it stands."""

from __future__ import annotations

from core.rules import labels
from core.rules.counterfactual import Counterfactual, Outcome
from core.texts import Text


def sentence(found: Counterfactual, subject_id: str) -> Text:
    """The whole sentence: had this been so, that was the answer.

    Args:
        found: The change and what it gives.
        subject_id: What was asked about.
    """
    parts = _differences(found.before, found.outcome, subject_id)
    after = parts[0]
    for part in parts[1:]:
        after = Text("{first}, {second}", {"first": after, "second": part})
    return Text("{condition}, {after}.", {"condition": found.change.condition, "after": after})


def _differences(before: Outcome, after: Outcome, subject_id: str) -> list[Text]:
    now = after.facts
    changed = {name for name in {*before.facts, *now} if before.facts.get(name) != now.get(name)}
    said = []
    if "due" in changed:
        said.append(Text("{due} was due", {"due": now["due"]}) if now["due"] else Text("nobody was due"))
    if "kind" in changed:
        said.append(Text("it was “{kind}”", {"kind": labels.KINDS[str(now["kind"])]}))
    if "charged_to" in changed:
        charged = now["charged_to"]
        said.append(
            Text("it cost {charged} the turn", {"charged": charged}) if charged else Text("it cost nobody a turn")
        )
    if changed & {"credited_to", "credit_kind"}:
        credited = {"deal": subject_id, "credited": now["credited_to"]}
        said.append(
            Text("{deal} was the group {credited}'s", credited)
            if now["credit_kind"] == "group"
            else Text("{deal} was {credited}'s", credited)
        )
    if "owner" in changed:
        owner = {"client": subject_id, "owner": now["owner"]}
        said.append(Text("{client} was {owner}'s", owner) if now["owner"] else Text("{client} was nobody's", owner))
    for kind, staff in sorted(before.findings - after.findings, key=str):
        finding = {"finding": labels.FINDINGS[kind], "staff": staff}
        said.append(
            Text("there was no “{finding}” of {staff}'s", finding)
            if staff
            else Text("there was no “{finding}”", finding)
        )
    for kind, staff in sorted(after.findings - before.findings, key=str):
        finding = {"finding": labels.FINDINGS[kind], "staff": staff}
        said.append(
            Text("there was a “{finding}” of {staff}'s", finding) if staff else Text("there was a “{finding}”", finding)
        )
    return said
