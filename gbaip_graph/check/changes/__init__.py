"""Check what a change does: only the records that it can affect, before and after it."""
