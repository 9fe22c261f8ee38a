"""Reports of findings: one module for each format, all from the same ordered list."""
