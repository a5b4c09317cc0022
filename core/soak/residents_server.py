"""The app as the soak `residents` starts it: the real one, its agent API (`server.enableAgentApi`) before the gate.

Streamlit imports this file, and nothing else does. See `residents_open` for who may reach that API.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit import config

from core.soak import residents_open
from core.web.shell import errors, options, server

ROOT = Path(__file__).resolve().parents[2]

residents_open.refuse_others(str(config.get_option("server.address")))
options.hold(ROOT)
config.set_option("server.enableAgentApi", True, "the soak")
app = st.App(
    ROOT / "app.py",
    routes=server.ROUTES,
    middleware=residents_open.middleware(),
    lifespan=residents_open.lifespan,
    on_script_error=errors.show,
)
