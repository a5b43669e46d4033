"""The document in which generated code runs live."""
