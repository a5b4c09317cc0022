from dataclasses import fields
from datetime import time
from decimal import Decimal

import pytest

from core.rules.settings import NOTES, Settings, SettingsError, read_settings, settings_from
from core.texts import LANGUAGES

DEFAULTS = """\
noon_start = "12:00"
noon_end = "14:00"
lapse_months = 1
lapse_scope = "claim"
duty_size = 2
duty_pool = "idle"
absent_owner_served_by = "due"
rule_10_charged_to = "owner"
short_leave_minutes = 30
open_visit_minutes = 120
own_client_takes_turn = false
named_takes_turn = false
fine_concealed = 100
greet_within_seconds = 60
answer_within_seconds = 15
"""
OTHERS = """\
noon_start = "11:30"
noon_end = "13:30:30"
lapse_months = 3
lapse_scope = "deal"
duty_size = 1
duty_pool = "unserved"
absent_owner_served_by = "duty"
rule_10_charged_to = "receiver"
short_leave_minutes = 0
open_visit_minutes = 45
own_client_takes_turn = true
named_takes_turn = true
fine_concealed = 99.50
greet_within_seconds = 0
answer_within_seconds = 20
"""


def test_defaults_are_those_of_the_rulebook():
    assert Settings().to_toml() == DEFAULTS
    assert read_settings("") == Settings()


@pytest.mark.parametrize("text", [DEFAULTS, OTHERS])
def test_settings_come_back_as_written(text):
    assert read_settings(text).to_toml() == text


def test_times_may_be_toml_times_and_the_file_may_begin_with_a_mark():
    assert read_settings("\ufeffnoon_start = 11:45:00") == settings_from({"noon_start": time(11, 45)})


def test_a_break_may_be_empty():
    assert read_settings('noon_start = "13:00"\nnoon_end = "13:00"').noon_end == time(13)


@pytest.mark.parametrize("written", ["100", "100.0", "100.50", "0"])
def test_the_fine_is_kept_as_written(written):
    settings = read_settings(f"fine_concealed = {written}")
    assert settings.fine_text == written
    assert settings.fine_concealed == Decimal(written)


KNOWN = ", ".join(note.name for note in NOTES)
REFUSED = {
    "lapse_month = 2": f"There is no setting lapse_month. The settings are: {KNOWN}.",
    "[store]\nlapse_months = 2": f"There is no setting store. The settings are: {KNOWN}.",
    "lapse_months = true": "lapse_months = true: a whole number is needed here.",
    "lapse_months = 1.0": "lapse_months = 1.0: a whole number is needed here.",
    'lapse_months = "1"': 'lapse_months = "1": a whole number is needed here.',
    "lapse_months = -1": "lapse_months = -1: it must be between 0 and 1200.",
    "duty_size = 0": "duty_size = 0: it must be between 1 and 1000.",
    'lapse_scope = "both"': 'lapse_scope = "both": "claim" / "deal" is needed here.',
    "own_client_takes_turn = 1": "own_client_takes_turn = 1: true or false is needed here.",
    'noon_start = "25:00"': 'noon_start = "25:00": a time of day such as "12:00" is needed here.',
    'noon_start = "1200"': 'noon_start = "1200": a time of day such as "12:00" is needed here.',
    "noon_start = 12": 'noon_start = 12: a time of day such as "12:00" is needed here.',
    'noon_end = "11:59"': (
        "noon_end (11:59) is before noon_start (12:00): write the end of the midday break after it."
    ),
    "fine_concealed = 1.005": "fine_concealed = 1.005: an amount with two decimals at most is needed here.",
    "fine_concealed = nan": "fine_concealed = NaN: an amount with two decimals at most is needed here.",
    "fine_concealed = -1": "fine_concealed = -1: it must be between 0 and 1000000.",
    "lapse_months 2": (
        "The rulebook cannot be read as TOML: Expected '=' after a key in a key/value pair (at line 1, column 14)"
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_cannot_be_used_is_refused(text, said):
    with pytest.raises(SettingsError) as refused:
        read_settings(text)
    assert refused.value.message("en") == said
    assert all(refused.value.message(language) for language in LANGUAGES)


def test_all_faults_are_said_at_once():
    with pytest.raises(SettingsError) as refused:
        read_settings('foo = 1\nduty_size = 0\nduty_pool = "all"')
    assert refused.value.message("en").splitlines()[1:] == [
        "duty_size = 0: it must be between 1 and 1000.",
        'duty_pool = "all": "idle" / "unserved" is needed here.',
    ]


def test_every_setting_has_its_note():
    assert [note.name for note in NOTES] == [field.name for field in fields(Settings)]
    assert all(note.default == getattr(Settings(), note.name) for note in NOTES)
    assert all(note.meaning.say(language) for note in NOTES for language in LANGUAGES)
