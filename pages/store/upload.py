"""Upload: drop files, see what they are and what they would change, mend what is wrong, save them or look only."""

import streamlit as st

from core.web import datasets, page, signed_in, upload_faults, upload_parts, upload_saved, upload_verdict, uploads
from core.web.language import _

spoken = page.head(
    "upload", _("Upload"), _("Drop the spreadsheets as you keep them: one workbook, many files, any mix.")
)
person = signed_in.person()
saved = upload_saved.asked(person)
if saved:
    upload_saved.show(saved, person, spoken)
    st.stop()
dropped = st.file_uploader(
    _("Excel (.xlsx, .xls, .ods), CSV or rulebook.toml"),
    type=uploads.TYPES,
    accept_multiple_files=True,
    key="upload.files",
)
pending = uploads.pending(dropped, person)
if pending is None:
    upload_verdict.advice()
else:
    upload_verdict.show(pending, person, spoken)
    st.subheader(_("What is wrong"), anchor=False)
    upload_faults.show(pending, spoken)
    upload_faults.workbooks(pending, spoken)
    st.subheader(_("What was recognised as what"), anchor=False)
    upload_parts.show(pending, spoken)
page.foot(datasets.current())
