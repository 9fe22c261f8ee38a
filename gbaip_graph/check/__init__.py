"""Checks of files, terms, records and ontology; every finding has an address."""
