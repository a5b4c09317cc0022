"""Rule cards: the seventeen rules, what decides each, and how they are set here."""

from core.web import choose, datasets, page, rule_cards
from core.web.language import _

spoken = page.head(
    "rules", _("Rule cards"), _("The seventeen reception rules: what each asks for, and what decides it.")
)
dataset = datasets.current()
wanted = choose.words("rule-find", _("Find a rule"), placeholder=_("a word, or a number"))
rule_cards.browse(wanted, spoken, dataset)
page.foot(dataset)
