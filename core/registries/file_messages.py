"""What can be wrong with a file, a sheet, a header row or a row as a whole: code -> message id.

Found while reading (`core.registries.read`); the messages of cells and tables stand in `core.registries.messages`.
"""

from __future__ import annotations

from core.texts import N_

FILE_MESSAGES: dict[str, str] = {
    # the file as a whole, before it is parsed
    "file_unreadable": N_("The file cannot be opened ({why}). Close it in other programs, check its place, try again."),
    "file_empty": N_("The file is empty. Save it again in the program it comes from."),
    "file_too_large": N_("The file has {size}; the most is {most}. Split it, one file a registry or a month."),
    "file_macros": N_("The workbook holds macros, which are never run or read. Save it as .xlsx without macros."),
    "file_password": N_("The file is protected by a password. Save a copy without one, and hand that in."),
    "file_damaged": N_("The file is damaged or cut short. Open it where it comes from, save or download it again."),
    "file_mislabelled": N_("The name ends in {named}, but it is {actual}. Give it the right ending, or save it again."),
    "file_unknown_kind": N_("Files ending in {named} are not read. Save it as .xlsx or CSV."),
    "file_other_format": N_("The file is {format}, not a spreadsheet. Hand in .xlsx, .xls, .ods or CSV."),
    "file_html": N_(
        "The file is a web page named like a spreadsheet. Open it in a spreadsheet program and save as .xlsx."
    ),
    "file_xml2003": N_("The file is an XML spreadsheet of 2003. Open it in a spreadsheet program and save as .xlsx."),
    "file_xlsb": N_("The file is a binary workbook (.xlsb). Open it in Excel and save as .xlsx."),
    "file_old_excel": N_(
        "The file is of {format}, which is too old. Open it in a spreadsheet program and save as .xlsx."
    ),
    "file_bomb": N_("The file unpacks to more than a workbook may hold ({most}). It was not opened."),
    "file_nested": N_("The workbook has another archive inside ({member}). It was not opened. Save it again as .xlsx."),
    "file_bad_member": N_("The workbook has a part with a forbidden name ({member}). It was not opened."),
    "file_too_many_members": N_(
        "The workbook has more than {most} parts inside. It was not opened. Save it again as .xlsx."
    ),
    "file_doctype": N_(
        "The workbook holds a document type, which no spreadsheet has. It was not opened. Save it again."
    ),
    "file_too_many_sheets": N_("The workbook has more than {most} sheets. Split it."),
    "file_too_heavy": N_("The file needs more memory or time than allowed, or broke the reader. Save the rows as CSV."),
    "file_too_slow": N_("Reading took more than {seconds} seconds and was stopped. Split the file, or save it as CSV."),
    "file_same": N_("The same file as {first}, byte for byte: it was read once."),
    "file_left_out": N_("Left out: this is no spreadsheet."),
    "nothing_to_read": N_("There is nothing to read here. Hand in .xlsx, .xls, .ods or CSV files."),
    "sheet_too_large": N_("The sheet goes beyond {rows} rows or {columns} columns. Delete what is empty, or split it."),
    # text
    "text_binary": N_("The file is not text. Save it as CSV UTF-8 or .xlsx."),
    "text_undecodable": N_(
        "A character of this line does not fit the encoding {encoding}: text is damaged or of two encodings. "
        "Choose another encoding, or save the file as CSV UTF-8."
    ),
    "encoding_guessed": N_(
        "The encoding was taken to be {encoding}. Look at the names: if they are wrong, choose another."
    ),
    "one_column": N_(
        "All is in one column: the cells are not separated by comma, semicolon or tab. "
        "Choose the delimiter, or save it again."
    ),
    "row_too_short": N_("This row has {cells} cells, the header has {width}: a cell is missing. Mend the row."),
    "row_too_long": N_("This row has {cells} cells, the header has {width}: values may have shifted. Mend the row."),
    "rows_more": N_("{count} further rows do not fit the header either."),
    "quote_open": N_("A quotation mark opens in this row and never closes: what follows was not read. Mend it."),
    "quote_broken": N_("A quotation mark stands in the wrong place in this row, so it was not read. Mend it."),
    "quote_swallowed": N_(
        "A quotation mark in this row closes only {lines} lines later, so those lines became one cell. Mend it."
    ),
    "cell_too_long": N_("The cell in position {position} has more than {most} characters. Shorten it."),
    "text_replaced": N_(
        "Characters of this cell were lost (they show as � or 锟斤拷) when the file was saved. "
        "Type them again, or hand in the original."
    ),
    "text_mangled": N_(
        "The text of this cell was garbled before the file was saved: "
        "it was read in a wrong encoding. Hand in the original."
    ),
    # what a sheet is
    "registry_unknown": N_("It cannot be told which registry this is. Choose one, or name the sheet or file after it."),
    "registry_ambiguous": N_("This can be {candidates}. Choose one, or name the sheet or file after it."),
    "registry_mismatch": N_(
        "It is named {named_registry}, but its columns are those of {found_registry}. "
        "Rename it, or choose the registry."
    ),
    "sheet_skipped": N_("Left out: nothing in it is like a registry."),
    "sheet_hidden": N_("This hidden sheet was read too. Delete it, or leave it out, if it is not meant."),
    "sheet_empty": N_("There is a header and no row below it."),
    "template_blank": N_(
        "The template is not filled in: its sheets hold the example rows alone. Fill in the rows below them."
    ),
    "template_old": N_("The workbook was made from an older template ({found}; now {now}). Use the new one next time."),
    # headers
    "header_missing": N_("No header row was found. Put the names of the columns in one row above the data."),
    "column_missing": N_("The column {column} is missing. Add it."),
    "column_missing_suggested": N_(
        "The column {column} is missing. Is it “{suggestion}”? Rename that header, or choose it."
    ),
    "header_assumed": N_("“{header}” was taken to be {column}."),
    "header_unknown": N_("The column “{header}” is not known and was left out."),
    "header_suggested": N_("The column “{header}” is not known and was left out. Is it {suggested_column}?"),
    "header_spare": N_("The column “{header}” was left out: {suggested_column} is read from “{other}”."),
    "header_blank": N_("Column {letter} has values below but no header; it was left out. Name it, or delete it."),
    "header_repeated": N_("{column} has more than one column: {headers}. Keep one."),
    "header_repeated_same": N_("{column} stands in more than one column with the same values; the first was read."),
    "header_ten_thousand": N_("“{header}” is in units of 10,000; the amounts were multiplied."),
    "day_joined": N_("The dates of “{header}” were put before the times of: {joined_columns}."),
    "merged_cells": N_("Merged cells ({range}): the value of the first cell was taken for all of them."),
}
FILE_WARNINGS: frozenset[str] = frozenset(
    {
        "file_same",
        "file_left_out",
        "encoding_guessed",
        "sheet_skipped",
        "sheet_hidden",
        "sheet_empty",
        "template_old",
        "text_replaced",
        "text_mangled",
        "header_assumed",
        "header_unknown",
        "header_suggested",
        "header_spare",
        "header_blank",
        "header_repeated_same",
        "header_ten_thousand",
        "day_joined",
        "merged_cells",
    }
)
