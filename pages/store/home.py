"""Home: what this is, and three ways to begin."""

import streamlit as st

st.title("Home")
