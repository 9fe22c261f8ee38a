"""SHACL: the shapes as data, what they read, a fast pre-check, and pySHACL as the judge."""
