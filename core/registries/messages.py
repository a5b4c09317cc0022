"""What can be wrong with a cell or between tables: code -> message id, and which of the codes are mere warnings.

Every message says what is wrong and what to do. Places: `{value}` is the cell as written (masked where it is personal),
`{column}` its label, `{read}` how it was read, `{..._column}` and `{..._columns}` labels of others.
"""

from __future__ import annotations

from core.texts import N_

CELL_MESSAGES: dict[str, str] = {
    "required": N_("{column} is blank. Every row needs it: fill it in."),
    "blank_word": N_("“{value}” is no value of {column}. Where there is none, leave the cell blank."),
    "cell_error": N_("“{value}” is a formula error. Mend the formula, or write the value itself."),
    "unread": N_(
        "From here on {count} cells of {column} were not looked at, as so many above are wrong. Mend them first."
    ),
    # dates and instants
    "not_date": N_(
        "“{value}” is not a date. Write it like 2009-11-18, with a time where one is due: 2009-11-18 09:05."
    ),
    "not_time": N_("“{value}”: the time of day cannot be read. Write it like 2009-11-18 09:05 or 2009-11-18 09:05:30."),
    "no_date": N_("“{value}” is a time without a date. Write both, like 2009-11-18 09:05."),
    "no_such_day": N_("“{value}”: the calendar has no such day. Correct the date."),
    "no_such_time": N_("“{value}”: there is no such time of day. Write 00:00 to 23:59:59."),
    "zone": N_("“{value}” has a time zone. Write the store's own time without one, like 2009-11-18 09:05."),
    "short_year": N_("“{value}”: the year is cut short. Write four digits, like 2009-11-18, or 民國98年11月18日."),
    "no_year": N_("“{value}”: the year is missing. Write it in front, like 2009-11-18."),
    "year_range": N_("“{value}”: the year is not between 1900 and 2099. Correct it."),
    "order_unknown": N_("“{value}” can be day/month or month/day. Write the year first, like 2009-11-18."),
    "order_contradicts": N_(
        "“{value}”: some cells of this column have the day first, others the month. "
        "Write the year first, like 2009-11-18."
    ),
    "order_mixed": N_(
        "“{value}” stayed text while the spreadsheet made dates of other cells in this column, perhaps with day "
        "and month swapped. Write the whole column with the year first, like 2009-11-18."
    ),
    "order_told": N_("“{value}” was read as {read}, as the other cells of this column show which number is the day."),
    "serial": N_("“{value}” is the spreadsheet's count of days and was read as {read}. Format the cell as a date."),
    "day_only": N_(
        "“{value}” has no time of day; the end of that day was taken, {read}. Write the time if it was earlier."
    ),
    "time_dropped": N_("“{value}” is due to be a date; its time of day was left out: {read}."),
    "fraction_dropped": N_("“{value}” has parts of a second, which were left out: {read}."),
    # ids
    "digits_lost": N_(
        "“{value}” was kept as a number and its last digits are lost: a spreadsheet holds 15. "
        "Format the column as text and type it again."
    ),
    "digits_hidden": N_(
        "“{value}” does not show all its digits. Format the column as text, so that every digit shows, and save again."
    ),
    "date_in_id": N_(
        "The spreadsheet made a date of this {column} ({value}). Format the column as text and type it again."
    ),
    "number_mended": N_("“{value}” was read as {read}. Format the column as text, so that it stays as typed."),
    "number_fraction": N_("“{value}” is kept as a number with a fraction; a zero at the end may be lost. Check it."),
    "zeros_lost": N_(
        "“{value}” is shorter than the others, which have {width} digits and zeros in front: zeros may be lost. "
        "Format the column as text and check it."
    ),
    # other kinds
    "not_bool": N_("“{value}” is neither yes nor no. Write 是 or 否, yes or no, true or false, 1 or 0."),
    "not_choice": N_("“{value}” is not known here. Write one of: {choices}."),
    "odd_choice": N_("“{value}” is not one of the usual values and was kept as written. Usual are: {choices}."),
    "not_money": N_("“{value}” is not an amount of money. Write it like 1234.50, ¥1,234.50, 1234.50元 or 3.5萬."),
    "money_decimals": N_("“{value}” has more than 2 decimals. Round it to 0.01."),
    "money_range": N_("“{value}” is too large for an amount. Correct it."),
    "not_whole": N_("“{value}” is not a whole number. Write digits only."),
    "too_small": N_("“{value}” is too small: the least is {least}. Correct it."),
    "too_large": N_("“{value}” is too large: the most is {most}. Correct it."),
    "id_number_length": N_("“{value}” is not an ID number. Write its 18 characters, in a cell formatted as text."),
    "id_number_checksum": N_(
        "“{value}”: the last character does not fit the others, so one of them is wrong. Check it."
    ),
    "id_number_birth": N_("“{value}”: the ID number holds a birth date that the calendar has not. Check it."),
    "id_number_old": N_(
        "“{value}” is an ID number of the old kind with 15 digits, which cannot be checked. "
        "Write the new one if there is one."
    ),
    "plate_odd": N_("“{value}” does not look like a plate number such as 京A12345. Check it."),
    "not_contact": N_(
        "“{value}” is no landline, mobile number, e-mail address or QQ number. "
        "Write one, or several separated by / or 、."
    ),
}
CELL_WARNINGS = frozenset(
    {
        "order_told",
        "serial",
        "day_only",
        "time_dropped",
        "fraction_dropped",
        "number_mended",
        "number_fraction",
        "zeros_lost",
        "odd_choice",
        "id_number_old",
        "plate_odd",
    }
)

TABLE_MESSAGES: dict[str, str] = {
    "registry_missing": N_("The registry {missing_registry} is missing. Add a file or a sheet of that name."),
    "duplicate_key": N_(
        "“{value}” stands in {first} already. Give every row its own {column}, or take the repeated row out."
    ),
    "unknown_reference": N_("“{value}” is not in the registry {target_registry}. Add it there, or correct it here."),
    "unknown_name": N_("“{value}” is a name in the registry {target_registry}. Write the number {near} instead."),
    "unknown_near": N_("“{value}” is not in the registry {target_registry}. Is it {near}? Correct or add it."),
    "other_store": N_(
        "“{value}” belongs to store {their_store} in the registry {target_registry}, but this row to {store}. "
        "Correct one."
    ),
    "refers_to_left_out": N_(
        "“{value}” names a row of the registry {target_registry} that stays out. Mend that row, then hand in both."
    ),
    "before_start": N_("{column} {value} is before {start_column} {start}. Correct one of them."),
    "overlap": N_("{value} is signed in already from {start} to {end} ({other}). One person's times may not overlap."),
    "overlap_open": N_(
        "{value} is signed in already from {start} with no sign-out ({other}). Fill in the sign-out, or take a row out."
    ),
    "one_of": N_("Fill in at least one of: {needed_columns}."),
    "needs": N_("{column} is filled in, so at least one of these is needed as well: {needed_columns}."),
}
TABLE_WARNINGS: frozenset[str] = frozenset()
