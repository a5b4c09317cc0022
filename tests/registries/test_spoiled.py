"""Spoiled registries: one thing wrong at a time, and exactly what is said about it."""

# ruff: noqa: E501 -- a message stands on one line, as it is printed

from __future__ import annotations

import pytest

from tests.registries import rows

Case = tuple[str, str, int, dict[str, str], list[str]]

STORE: list[Case] = [
    (
        "key blank",
        "staff",
        1,
        {"staff_id": ""},
        [
            "staff.csv:3:staff_id: staff_id is blank. Every row needs it: fill it in.",
            "attendance.csv:4:staff_id: “B” is not in the registry staff. Add it there, or correct it here.",
            "absences.csv:2:staff_id: “B” is not in the registry staff. Add it there, or correct it here.",
            "assignments.csv:2:staff_id: “B” is not in the registry staff. Add it there, or correct it here.",
            "visits.csv:2:handed_to: “B” is not in the registry staff. Add it there, or correct it here.",
            "visits.csv:3:asked_for: “B” is not in the registry staff. Add it there, or correct it here.",
            "assists.csv:2:staff_id: “B” is not in the registry staff. Add it there, or correct it here.",
            "rulings.csv:2:new_owner: “B” is not in the registry staff. Add it there, or correct it here.",
        ],
    ),
    (
        "required name blank",
        "clients",
        0,
        {"name": " "},
        [
            "clients.csv:2:name: name is blank. Every row needs it: fill it in.",
        ],
    ),
    (
        "required instant blank",
        "visits",
        0,
        {"arrived_at": ""},
        [
            "visits.csv:2:arrived_at: arrived_at is blank. Every row needs it: fill it in.",
        ],
    ),
    (
        "required money blank",
        "deals",
        0,
        {"amount": ""},
        [
            "deals.csv:2:amount: amount is blank. Every row needs it: fill it in.",
        ],
    ),
    (
        "required reference blank",
        "followups",
        0,
        {"staff_id": "　"},
        [
            "followups.csv:2:staff_id: staff_id is blank. Every row needs it: fill it in.",
        ],
    ),
    (
        "not a date",
        "visits",
        1,
        {"left_at": "中午前"},
        [
            "visits.csv:3:left_at: “中午前” is not a date. Write it like 2009-11-18, with a time where one is due: 2009-11-18 09:05.",
        ],
    ),
    (
        "date only month",
        "staff",
        0,
        {"hired_on": "2023-03"},
        [
            "staff.csv:2:hired_on: “2023-03” is not a date. Write it like 2009-11-18, with a time where one is due: 2009-11-18 09:05.",
        ],
    ),
    (
        "day that is not",
        "visits",
        1,
        {"left_at": "2024-02-30 10:00"},
        [
            "visits.csv:3:left_at: “2024-02-30 10:00”: the calendar has no such day. Correct the date.",
        ],
    ),
    (
        "month 13",
        "visits",
        1,
        {"left_at": "2024-13-01 10:00"},
        [
            "visits.csv:3:left_at: “2024-13-01 10:00”: the calendar has no such day. Correct the date.",
        ],
    ),
    (
        "hour 25",
        "visits",
        1,
        {"left_at": "2024-03-04 25:00"},
        [
            "visits.csv:3:left_at: “2024-03-04 25:00”: there is no such time of day. Write 00:00 to 23:59:59.",
        ],
    ),
    (
        "minute 60",
        "visits",
        1,
        {"left_at": "2024-03-04 9:60"},
        [
            "visits.csv:3:left_at: “2024-03-04 9:60”: there is no such time of day. Write 00:00 to 23:59:59.",
        ],
    ),
    (
        "24:00",
        "attendance",
        2,
        {"signed_out_at": "2024-03-04 24:00"},
        [
            "attendance.csv:4:signed_out_at: “2024-03-04 24:00”: there is no such time of day. Write 00:00 to 23:59:59.",
        ],
    ),
    (
        "pm of 13",
        "visits",
        1,
        {"left_at": "2024-03-04 下午13:00"},
        [
            "visits.csv:3:left_at: “2024-03-04 下午13:00”: there is no such time of day. Write 00:00 to 23:59:59.",
        ],
    ),
    (
        "time alone",
        "visits",
        1,
        {"left_at": "10:05"},
        [
            "visits.csv:3:left_at: “10:05” is a time without a date. Write both, like 2009-11-18 09:05.",
        ],
    ),
    (
        "no year",
        "visits",
        1,
        {"left_at": "3月4日 10:05"},
        [
            "visits.csv:3:left_at: “3月4日 10:05”: the year is missing. Write it in front, like 2009-11-18.",
        ],
    ),
    (
        "a dash for no time",
        "visits",
        1,
        {"left_at": "-"},
        [
            "visits.csv:3:left_at: “-” is no value of left_at. Where there is none, leave the cell blank.",
        ],
    ),
    (
        "nobody asked for",
        "visits",
        0,
        {"asked_for": "無"},
        [
            "visits.csv:2:asked_for: “無” is no value of asked_for. Where there is none, leave the cell blank.",
        ],
    ),
    (
        "still employed",
        "staff",
        0,
        {"left_on": "在職"},
        [
            "staff.csv:2:left_on: “在職” is no value of left_on. Where there is none, leave the cell blank.",
        ],
    ),
    (
        "a dash where a cell is needed",
        "visits",
        0,
        {"client_id": "-", "arrived_at": "N/A"},
        [
            "visits.csv:2:client_id: “-” is not in the registry clients. Add it there, or correct it here.",
            "visits.csv:2:arrived_at: “N/A” is not a date. Write it like 2009-11-18, with a time where one is due: "
            "2009-11-18 09:05.",
        ],
    ),
    (
        "zone Z",
        "visits",
        1,
        {"left_at": "2024-03-04T10:05:00Z"},
        [
            "visits.csv:3:left_at: “2024-03-04T10:05:00Z” has a time zone. Write the store's own time without one, like 2009-11-18 09:05.",
        ],
    ),
    (
        "zone offset",
        "visits",
        1,
        {"left_at": "2024-03-04 10:05+08:00"},
        [
            "visits.csv:3:left_at: “2024-03-04 10:05+08:00” has a time zone. Write the store's own time without one, like 2009-11-18 09:05.",
        ],
    ),
    (
        "year of two digits",
        "visits",
        1,
        {"left_at": "24/3/4 10:05"},
        [
            "visits.csv:3:left_at: “24/3/4 10:05”: the year is cut short. Write four digits, like 2009-11-18, or 民國98年11月18日.",
        ],
    ),
    (
        "ROC without its name",
        "staff",
        0,
        {"hired_on": "112年3月1日"},
        [
            "staff.csv:2:hired_on: “112年3月1日”: the year is cut short. Write four digits, like 2009-11-18, or 民國98年11月18日.",
        ],
    ),
    (
        "year 2204",
        "visits",
        1,
        {"left_at": "2204-03-04 10:05"},
        [
            "visits.csv:3:left_at: “2204-03-04 10:05”: the year is not between 1900 and 2099. Correct it.",
        ],
    ),
    (
        "year 1024",
        "staff",
        0,
        {"hired_on": "1024-03-04"},
        [
            "staff.csv:2:hired_on: “1024-03-04”: the year is not between 1900 and 2099. Correct it.",
        ],
    ),
    (
        "day or month",
        "visits",
        1,
        {"left_at": "03/04/2024 10:05"},
        [
            "visits.csv:3:left_at: “03/04/2024 10:05” can be day/month or month/day. Write the year first, like 2009-11-18.",
        ],
    ),
    (
        "order told",
        "visits",
        1,
        {"left_at": "13/03/2024 10:05"},
        [
            "warning visits.csv:3:left_at: “13/03/2024 10:05” was read as 2024-03-13 10:05:00, as the other cells of this column show which number is the day.",
        ],
    ),
    (
        "month and day 13",
        "visits",
        1,
        {"left_at": "13/14/2024"},
        [
            "visits.csv:3:left_at: “13/14/2024”: the calendar has no such day. Correct the date.",
        ],
    ),
    (
        "time unreadable",
        "visits",
        1,
        {"left_at": "2024-03-04 十點"},
        [
            "visits.csv:3:left_at: “2024-03-04 十點”: the time of day cannot be read. Write it like 2009-11-18 09:05 or 2009-11-18 09:05:30.",
        ],
    ),
    (
        "serial",
        "visits",
        1,
        {"left_at": "45355.5"},
        [
            "warning visits.csv:3:left_at: “45355.5” is the spreadsheet's count of days and was read as 2024-03-04 12:00:00. Format the cell as a date.",
        ],
    ),
    (
        "serial date in date column",
        "staff",
        0,
        {"hired_on": "44986"},
        [
            "warning staff.csv:2:hired_on: “44986” is the spreadsheet's count of days and was read as 2023-03-01. Format the cell as a date.",
        ],
    ),
    (
        "time in a date column",
        "staff",
        0,
        {"hired_on": "2023-03-01 08:00"},
        [
            "warning staff.csv:2:hired_on: “2023-03-01 08:00” is due to be a date; its time of day was left out: 2023-03-01.",
        ],
    ),
    (
        "fraction of a second",
        "visits",
        1,
        {"left_at": "2024-03-04 10:05:00.250"},
        [
            "warning visits.csv:3:left_at: “2024-03-04 10:05:00.250” has parts of a second, which were left out: 2024-03-04 10:05:00.",
        ],
    ),
    (
        "date alone, end of day",
        "deals",
        0,
        {"closed_at": "2024-03-15"},
        [
            "warning deals.csv:2:closed_at: “2024-03-15” has no time of day; the end of that day was taken, 2024-03-15 23:59:59. Write the time if it was earlier.",
        ],
    ),
    (
        "date alone, Chinese, end of day",
        "followups",
        0,
        {"followed_at": "2024年3月6日"},
        [
            "warning followups.csv:2:followed_at: “2024年3月6日” has no time of day; the end of that day was taken, 2024-03-06 23:59:59. Write the time if it was earlier.",
        ],
    ),
    (
        "date alone, cancelled",
        "deals",
        0,
        {"cancelled_at": "2024/3/20"},
        [
            "warning deals.csv:2:cancelled_at: “2024/3/20” has no time of day; the end of that day was taken, 2024-03-20 23:59:59. Write the time if it was earlier.",
        ],
    ),
    (
        "date alone, reserved",
        "deals",
        0,
        {"reserved_at": "民國113年3月9日"},
        [
            "warning deals.csv:2:reserved_at: “民國113年3月9日” has no time of day; the end of that day was taken, 2024-03-09 23:59:59. Write the time if it was earlier.",
        ],
    ),
    (
        "formula error in an instant",
        "visits",
        1,
        {"left_at": "#VALUE!"},
        [
            "visits.csv:3:left_at: “#VALUE!” is a formula error. Mend the formula, or write the value itself.",
        ],
    ),
    (
        "formula error in an id",
        "visits",
        1,
        {"asked_for": "#N/A"},
        [
            "visits.csv:3:asked_for: “#N/A” is a formula error. Mend the formula, or write the value itself.",
        ],
    ),
    (
        "formula error in money",
        "deals",
        0,
        {"commission": "#REF!"},
        [
            "deals.csv:2:commission: “#REF!” is a formula error. Mend the formula, or write the value itself.",
        ],
    ),
    (
        "float id mended",
        "calls",
        0,
        {"phone": "13912345678.0"},
        [
            "warning calls.csv:2:phone: “139******78.0” was read as 139****5678. Format the column as text, so that it stays as typed.",
        ],
    ),
    (
        "scientific without digits",
        "clients",
        1,
        {"phone": "1.38E+10"},
        [
            "clients.csv:3:phone: “1.****10” does not show all its digits. Format the column as text, so that every digit shows, and save again.",
        ],
    ),
    (
        "scientific with all digits",
        "clients",
        1,
        {"phone": "1.3800138001E+10"},
        [
            "warning clients.csv:3:phone: “1.3*********E+10” was read as 138****8001. Format the column as text, so that it stays as typed.",
        ],
    ),
    (
        "scientific past 15 digits",
        "clients",
        1,
        {"phone": "1.10105E+17"},
        [
            "clients.csv:3:phone: “1.*******17” was kept as a number and its last digits are lost: a spreadsheet holds 15. Format the column as text and type it again.",
        ],
    ),
    (
        "float past 15 digits",
        "clients",
        1,
        {"phone": "110105194912310000.0"},
        [
            "clients.csv:3:phone: “110*************00.0” was kept as a number and its last digits are lost: a spreadsheet holds 15. Format the column as text and type it again.",
        ],
    ),
    (
        "bool word",
        "attendance",
        0,
        {"noon_duty": "也許"},
        [
            "attendance.csv:2:noon_duty: “也許” is neither yes nor no. Write 是 or 否, yes or no, true or false, 1 or 0.",
        ],
    ),
    (
        "bool? word",
        "visits",
        0,
        {"asked_prior": "?"},
        [
            "visits.csv:2:asked_prior: “?” is neither yes nor no. Write 是 or 否, yes or no, true or false, 1 or 0.",
        ],
    ),
    (
        "bool number",
        "calls",
        0,
        {"name_given": "2"},
        [
            "calls.csv:2:name_given: “2” is neither yes nor no. Write 是 or 否, yes or no, true or false, 1 or 0.",
        ],
    ),
    (
        "choice unknown",
        "clients",
        0,
        {"source": "路過"},
        [
            "clients.csv:2:source: “路過” is not known here. Write one of: walk_in, phone, outside, referral, online, assigned.",
        ],
    ),
    (
        "outcome unknown",
        "rulings",
        0,
        {"outcome": "待定"},
        [
            "rulings.csv:2:outcome: “待定” is not known here. Write one of: upheld, dismissed.",
        ],
    ),
    (
        "odd finding kind",
        "rulings",
        0,
        {"finding_kind": "遲到"},
        [
            "warning rulings.csv:2:finding_kind: “遲到” is not one of the usual values and was kept as written. Usual are: concealed_client, client_grab, missed_handover, off_duty_reception, double_reception, out_of_turn, turn_forfeited, unreceived_visitor, slow_greeting, unsupported_naming, unrequested_assist, missed_call, slow_answer, register_conflict, lapsed_claim.",
        ],
    ),
    (
        "money word",
        "deals",
        0,
        {"amount": "面議"},
        [
            "deals.csv:2:amount: “面議” is not an amount of money. Write it like 1234.50, ¥1,234.50, 1234.50元 or 3.5萬.",
        ],
    ),
    (
        "money decimals",
        "deals",
        0,
        {"amount": "100.005"},
        [
            "deals.csv:2:amount: “100.005” has more than 2 decimals. Round it to 0.01.",
        ],
    ),
    (
        "money negative",
        "deals",
        0,
        {"amount": "-5"},
        [
            "deals.csv:2:amount: “-5” is too small: the least is 0. Correct it.",
        ],
    ),
    (
        "commission negative",
        "deals",
        0,
        {"commission": "-0.01"},
        [
            "deals.csv:2:commission: “-0.01” is too small: the least is 0. Correct it.",
        ],
    ),
    (
        "money dollars",
        "deals",
        0,
        {"amount": "$100"},
        [
            "deals.csv:2:amount: “$100” is not an amount of money. Write it like 1234.50, ¥1,234.50, 1234.50元 or 3.5萬.",
        ],
    ),
    (
        "money grouping",
        "deals",
        0,
        {"amount": "1,23,456"},
        [
            "deals.csv:2:amount: “1,23,456” is not an amount of money. Write it like 1234.50, ¥1,234.50, 1234.50元 or 3.5萬.",
        ],
    ),
    (
        "money too large",
        "deals",
        0,
        {"amount": "99999999999999"},
        [
            "deals.csv:2:amount: “99999999999999” is too large for an amount. Correct it.",
        ],
    ),
    (
        "money decimals in wan",
        "deals",
        0,
        {"amount": "1.2345678萬"},
        [
            "deals.csv:2:amount: “1.2345678萬” has more than 2 decimals. Round it to 0.01.",
        ],
    ),
    (
        "seconds negative",
        "calls",
        0,
        {"ring_seconds": "-1"},
        [
            "calls.csv:2:ring_seconds: “-1” is too small: the least is 0. Correct it.",
        ],
    ),
    (
        "seconds fraction",
        "calls",
        0,
        {"ring_seconds": "8.5"},
        [
            "calls.csv:2:ring_seconds: “8.5” is not a whole number. Write digits only.",
        ],
    ),
    (
        "seconds word",
        "calls",
        0,
        {"ring_seconds": "很久"},
        [
            "calls.csv:2:ring_seconds: “很久” is not a whole number. Write digits only.",
        ],
    ),
    (
        "left before arrival",
        "visits",
        0,
        {"left_at": "2024-03-04 08:00", "handed_at": ""},
        [
            "visits.csv:2:left_at: left_at 2024-03-04 08:00:00 is before arrived_at 2024-03-04 09:00:00. Correct one of them.",
        ],
    ),
    (
        "greeted before arrival",
        "visits",
        0,
        {"greeted_at": "2024-03-04 08:59:59"},
        [
            "visits.csv:2:greeted_at: greeted_at 2024-03-04 08:59:59 is before arrived_at 2024-03-04 09:00:00. Correct one of them.",
        ],
    ),
    (
        "handed before arrival",
        "visits",
        0,
        {"handed_at": "2024-03-04 08:00"},
        [
            "visits.csv:2:handed_at: handed_at 2024-03-04 08:00:00 is before arrived_at 2024-03-04 09:00:00. Correct one of them.",
        ],
    ),
    (
        "left before handing",
        "visits",
        0,
        {"handed_at": "2024-03-04 09:50"},
        [
            "visits.csv:2:left_at: left_at 2024-03-04 09:40:00 is before handed_at 2024-03-04 09:50:00. Correct one of them.",
        ],
    ),
    (
        "signed out before in",
        "attendance",
        2,
        {"signed_out_at": "2024-03-03 18:00"},
        [
            "attendance.csv:4:signed_out_at: signed_out_at 2024-03-03 18:00:00 is before signed_in_at 2024-03-04 08:40:00. Correct one of them.",
        ],
    ),
    (
        "returned before leaving",
        "absences",
        0,
        {"returned_at": "2024-03-04 09:59"},
        [
            "absences.csv:2:returned_at: returned_at 2024-03-04 09:59:00 is before left_at 2024-03-04 10:00:00. Correct one of them.",
        ],
    ),
    (
        "left the firm before joining",
        "staff",
        0,
        {"left_on": "2022-12-31"},
        [
            "staff.csv:2:left_on: left_on 2022-12-31 is before hired_on 2023-03-01. Correct one of them.",
        ],
    ),
    (
        "closed before reserved",
        "deals",
        0,
        {"closed_at": "2024-03-01 10:00"},
        [
            "deals.csv:2:closed_at: closed_at 2024-03-01 10:00:00 is before reserved_at 2024-03-09 16:00:00. Correct one of them.",
        ],
    ),
    (
        "cancelled before reserved and closed",
        "deals",
        0,
        {"cancelled_at": "2024-03-01 10:00"},
        [
            "deals.csv:2:cancelled_at: cancelled_at 2024-03-01 10:00:00 is before reserved_at 2024-03-09 16:00:00. Correct one of them.",
        ],
    ),
    (
        "cancelled before closed",
        "deals",
        0,
        {"cancelled_at": "2024-03-10 10:00"},
        [
            "deals.csv:2:cancelled_at: cancelled_at 2024-03-10 10:00:00 is before closed_at 2024-03-15 11:00:00. Correct one of them.",
        ],
    ),
    (
        "neither reserved nor closed",
        "deals",
        0,
        {"reserved_at": "", "closed_at": ""},
        [
            "deals.csv:2: Fill in at least one of: reserved_at, closed_at.",
        ],
    ),
    (
        "ruling on nothing",
        "rulings",
        0,
        {"visit_id": "", "client_id": "", "new_owner": ""},
        [
            "rulings.csv:2: Fill in at least one of: visit_id, client_id, deal_id.",
        ],
    ),
    (
        "new owner of nothing",
        "rulings",
        0,
        {"client_id": ""},
        [
            "rulings.csv:2:new_owner: new_owner is filled in, so at least one of these is needed as well: client_id, deal_id.",
        ],
    ),
    (
        "new owner, ruling on nothing",
        "rulings",
        0,
        {"visit_id": "", "client_id": ""},
        [
            "rulings.csv:2:new_owner: new_owner is filled in, so at least one of these is needed as well: client_id, deal_id.",
        ],
    ),
    (
        "repeated key",
        "visits",
        1,
        {"visit_id": "V1"},
        [
            "visits.csv:3:visit_id: “V1” stands in row 2 already. Give every row its own visit_id, or take the repeated row out.",
        ],
    ),
    (
        "repeated client",
        "clients",
        1,
        {"client_id": "C1"},
        [
            "clients.csv:3:client_id: “C1” stands in row 2 already. Give every row its own client_id, or take the repeated row out.",
            "assignments.csv:2:client_id: “C2” is not in the registry clients. Add it there, or correct it here.",
            "visits.csv:3:client_id: “C2” is not in the registry clients. Add it there, or correct it here.",
        ],
    ),
    (
        "unknown staff",
        "visits",
        0,
        {"received_by": "林怡君"},
        [
            "visits.csv:2:received_by: “林○○” is a name in the registry staff. Write the number A instead.",
        ],
    ),
    (
        "unknown client",
        "visits",
        0,
        {"client_id": "C7"},
        [
            "visits.csv:2:client_id: “C7” is not in the registry clients. Add it there, or correct it here.",
        ],
    ),
    (
        "unknown deal",
        "rulings",
        0,
        {"deal_id": "D7"},
        [
            "rulings.csv:2:deal_id: “D7” is not in the registry deals. Add it there, or correct it here.",
        ],
    ),
    (
        "unknown visit",
        "assists",
        0,
        {"visit_id": "V7"},
        [
            "assists.csv:2:visit_id: “V7” is not in the registry visits. Add it there, or correct it here.",
        ],
    ),
    (
        "staff of another store",
        "visits",
        0,
        {"received_by": "Z"},
        [
            "visits.csv:2:received_by: “Z” belongs to store S2 in the registry staff, but this row to S1. Correct one.",
        ],
    ),
    (
        "client of another store",
        "deals",
        0,
        {"client_id": "C9"},
        [
            "deals.csv:2:client_id: “C9” belongs to store S2 in the registry clients, but this row to S1. Correct one.",
        ],
    ),
    (
        "helper of another store",
        "assists",
        0,
        {"staff_id": "Z"},
        [
            "assists.csv:2:staff_id: “Z” belongs to store S2 in the registry staff, but this row to S1. Correct one.",
        ],
    ),
    (
        "store of the row is another",
        "calls",
        0,
        {"store_id": "S2"},
        [
            "calls.csv:2:client_id: “C1” belongs to store S1 in the registry clients, but this row to S2. Correct one.",
            "calls.csv:2:answered_by: “A” belongs to store S1 in the registry staff, but this row to S2. Correct one.",
        ],
    ),
    (
        "signed in twice",
        "attendance",
        1,
        {"signed_in_at": "2024-03-04 11:59"},
        [
            "attendance.csv:3:signed_in_at: A is signed in already from 2024-03-04 08:30:00 to 2024-03-04 12:00:00 (row 2). One person's times may not overlap.",
        ],
    ),
    (
        "signed in twice, open",
        "attendance",
        0,
        {"signed_out_at": ""},
        [
            "attendance.csv:3:signed_in_at: A is signed in already from 2024-03-04 08:30:00 with no sign-out (row 2). Fill in the sign-out, or take a row out.",
        ],
    ),
    (
        "client by name",
        "visits",
        0,
        {"client_id": "周先生"},
        [
            "visits.csv:2:client_id: “周○○” is a name in the registry clients. Write the number C2 instead.",
        ],
    ),
    (
        "staff written alike",
        "visits",
        0,
        {"received_by": "ａ"},
        [
            "visits.csv:2:received_by: “ａ” is not in the registry staff. Is it A? Correct or add it.",
        ],
    ),
    (
        "client written alike",
        "deals",
        0,
        {"client_id": "C-01"},
        [
            "deals.csv:2:client_id: “C-01” is not in the registry clients. Is it C1? Correct or add it.",
        ],
    ),
]
OFFICE: list[Case] = [
    (
        "not an ID number",
        "occupants",
        0,
        {"id_number": "12345"},
        [
            "occupants.csv:2:id_number: “1***5” is not an ID number. Write its 18 characters, in a cell formatted as text.",
        ],
    ),
    (
        "ID number checksum",
        "occupants",
        0,
        {"id_number": "110105194912310021"},
        [
            "occupants.csv:2:id_number: “110*************21”: the last character does not fit the others, so one of them is wrong. Check it.",
        ],
    ),
    (
        "ID number lost digits",
        "occupants",
        0,
        {"id_number": "110105194912310000"},
        [
            "occupants.csv:2:id_number: “110*************00” was kept as a number and its last digits are lost: a spreadsheet holds 15. Format the column as text and type it again.",
        ],
    ),
    (
        "ID number as a float",
        "occupants",
        0,
        {"id_number": "1.10105194912310E+17"},
        [
            "occupants.csv:2:id_number: “1.1***************17” was kept as a number and its last digits are lost: a spreadsheet holds 15. Format the column as text and type it again.",
        ],
    ),
    (
        "ID number birth date",
        "occupants",
        0,
        {"id_number": "110105194902300020"},
        [
            "occupants.csv:2:id_number: “110*************20”: the ID number holds a birth date that the calendar has not. Check it."
        ],
    ),
    (
        "old ID number",
        "occupants",
        0,
        {"id_number": "110105491231002"},
        [
            "warning occupants.csv:2:id_number: “110**********02” is an ID number of the old kind with 15 digits, which cannot be checked. Write the new one if there is one.",
        ],
    ),
    (
        "contact is none",
        "emergency_contacts",
        0,
        {"contact": "家裡"},
        [
            "emergency_contacts.csv:2:contact: “*裡” is no landline, mobile number, e-mail address or QQ number. Write one, or several separated by / or 、.",
        ],
    ),
    (
        "contact too short",
        "members",
        0,
        {"contact": "1234"},
        [
            "members.csv:2:contact: “1**4” is no landline, mobile number, e-mail address or QQ number. Write one, or several separated by / or 、.",
        ],
    ),
    (
        "one of two contacts is none",
        "members",
        0,
        {"contact": "13700001111/無"},
        [
            "members.csv:2:contact: “137****1111/*” is no landline, mobile number, e-mail address or QQ number. Write one, or several separated by / or 、.",
        ],
    ),
    (
        "plate odd",
        "vehicles",
        0,
        {"plate_no": "A12345"},
        [
            "warning vehicles.csv:2:plate_no: “A1***5” does not look like a plate number such as 京A12345. Check it.",
        ],
    ),
    (
        "birth date order",
        "members",
        0,
        {"birth_date": "03/04/1970"},
        [
            "members.csv:2:birth_date: “**/**/****” can be day/month or month/day. Write the year first, like 2009-11-18.",
        ],
    ),
    (
        "birth date no such day",
        "members",
        0,
        {"birth_date": "1970-02-30"},
        [
            "members.csv:2:birth_date: “1970-**-**”: the calendar has no such day. Correct the date.",
        ],
    ),
    (
        "birth date with a time",
        "members",
        0,
        {"birth_date": "1970-02-03 10:00"},
        [
            "warning members.csv:2:birth_date: “1970-**-** **:**” is due to be a date; its time of day was left out: 1970-**-**.",
        ],
    ),
    (
        "satisfaction 6",
        "requests",
        0,
        {"satisfaction": "6"},
        [
            "requests.csv:2:satisfaction: “6” is too large: the most is 5. Correct it.",
        ],
    ),
    (
        "satisfaction 0",
        "requests",
        0,
        {"satisfaction": "0"},
        [
            "requests.csv:2:satisfaction: “0” is too small: the least is 1. Correct it.",
        ],
    ),
    (
        "neither repair nor opinion",
        "requests",
        0,
        {"repair": ""},
        [
            "requests.csv:2: Fill in at least one of: repair, opinion.",
        ],
    ),
    (
        "done before handed in",
        "requests",
        0,
        {"done_at": "2009-11-18 09:00"},
        [
            "requests.csv:2:done_at: done_at 2009-11-18 09:00:00 is before submitted_at 2009-11-18 09:30:00. Correct one of them.",
        ],
    ),
    (
        "called back before handed in",
        "requests",
        0,
        {"called_back_at": "2009-11-17"},
        [
            "requests.csv:2:called_back_at: called_back_at 2009-11-17 00:00:00 is before submitted_at 2009-11-18 09:30:00. Correct one of them.",
        ],
    ),
    (
        "unknown household",
        "members",
        0,
        {"room_no": "9-9-999"},
        [
            "members.csv:2:room_no: “9-9-999” is not in the registry households. Add it there, or correct it here.",
        ],
    ),
    (
        "status unknown",
        "requests",
        0,
        {"status": "拖延"},
        [
            "requests.csv:2:status: “拖延” is not known here. Write one of: new, assigned, done, closed.",
        ],
    ),
    (
        "gender unknown",
        "members",
        0,
        {"gender": "?"},
        [
            "members.csv:2:gender: “?” is not known here. Write one of: male, female.",
        ],
    ),
    (
        "contact blank",
        "requests",
        0,
        {"contact": ""},
        [
            "requests.csv:2:contact: contact is blank. Every row needs it: fill it in.",
        ],
    ),
    (
        "kind unknown",
        "occupants",
        0,
        {"kind": "房東"},
        [
            "occupants.csv:2:kind: “房東” is not known here. Write one of: nanny, visitor, tenant.",
        ],
    ),
]


@pytest.mark.parametrize(("registry", "row", "changes", "said"), [c[1:] for c in STORE], ids=[c[0] for c in STORE])
def test_store(registry: str, row: int, changes: dict[str, str], said: list[str]) -> None:
    spoiled = rows.store()
    spoiled[registry][row].update(changes)
    assert rows.lines(spoiled) == said


@pytest.mark.parametrize(("registry", "row", "changes", "said"), [c[1:] for c in OFFICE], ids=[c[0] for c in OFFICE])
def test_office(registry: str, row: int, changes: dict[str, str], said: list[str]) -> None:
    spoiled = rows.office()
    spoiled[registry][row].update(changes)
    assert rows.lines(spoiled) == said


def test_enough_kinds_of_damage() -> None:
    assert len(STORE) + len(OFFICE) >= 100


def test_right_registries_have_no_fault() -> None:
    assert rows.lines(rows.store()) == []
    assert rows.lines(rows.office()) == []


HANT = [
    ("visits", 0, {"received_by": "Q"}, "visits.csv:2:received_by: 「業務員」表裡沒有「Q」。請在那裡補上，或在這裡改正。"),
    ("visits", 0, {"arrived_at": ""}, "visits.csv:2:arrived_at: 「到訪時間」是空白。每一列都要填，請補上。"),
    ("visits", 0, {"left_at": "2024-03-04 09:10"},
     "visits.csv:2:left_at: 「離開時間」2024-03-04 09:10:00 早於「轉交時間」2024-03-04 09:20:00。請改正其中一個。"),
    ("visits", 1, {"left_at": "03/04/2024"},
     "visits.csv:3:left_at: 「03/04/2024」看不出哪個是日、哪個是月。請把年份寫在前面，如 2009-11-18。"),
    ("clients", 0, {"source": "路過"},
     "clients.csv:2:source: 這裡不認得「路過」。請填其中之一：上門、來電、外銷、介紹、網絡、分配。"),
    ("clients", 0, {"phone": "1.38E+10"},
     "clients.csv:2:phone: 「1.****10」沒有顯示全部數字。請把整欄設為文字格式，讓每一位都顯示，再存檔。"),
    ("deals", 0, {"reserved_at": "", "closed_at": ""}, "deals.csv:2: 請至少填一項：下定時間、成交時間。"),
    ("deals", 0, {"amount": "面議"},
     "deals.csv:2:amount: 「面議」不是金額。請寫成 1234.50、¥1,234.50、1234.50元 或 3.5萬。"),
    ("visits", 1, {"visit_id": "V1"},
     "visits.csv:3:visit_id: 「V1」在第 2 列已經有了。每一列的來訪編號不能相同，請改編號或刪去重複的列。"),
    ("attendance", 1, {"signed_in_at": "2024-03-04 11:59"},
     "attendance.csv:3:signed_in_at: A 在 2024-03-04 08:30:00 至 2024-03-04 12:00:00 已經簽到（第 2 列）。同一人的時段不能重疊。"),
]  # fmt: skip


@pytest.mark.parametrize(("registry", "row", "changes", "said"), HANT)
def test_in_traditional_chinese(registry: str, row: int, changes: dict[str, str], said: str) -> None:
    spoiled = rows.store()
    spoiled[registry][row].update(changes)
    assert said in rows.lines(spoiled, "zh-Hant")


def test_in_simplified_chinese() -> None:
    spoiled = rows.store()
    spoiled["visits"][0]["client_id"] = "C7"
    spoiled["deals"][0]["amount"] = ""
    assert rows.lines(spoiled, "zh-Hans") == [
        "deals.csv:2:amount: “成交金额”是空白。每一行都要填，请补上。",
        "visits.csv:2:client_id: “客户登记”表里没有“C7”。请在那里补上，或在这里改正。",
    ]
