"""The reception rules of a housing-agency store and the property desk of its estate."""
