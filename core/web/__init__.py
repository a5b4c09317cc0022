"""The Streamlit side: choosing, showing, languages."""
