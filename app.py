"""The one way in: `streamlit run app.py`, from any folder.

The server imports this file and finds the application in it; every visit then runs it as a script, which shows a page.
"""

import streamlit as st

if __name__ == "__main__":
    from core.web.shell import navigation

    navigation.show()
else:
    from core.web.shell import errors, options, server

    options.hold(server.root_of(__file__))
    app = st.App(
        server.root_of(__file__) / "app.py",
        routes=server.ROUTES,
        middleware=server.middleware(),
        lifespan=server.lifespan,
        on_script_error=errors.show,
    )
