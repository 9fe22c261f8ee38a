"""Reconciliation: which of our things others mean by a name, by the protocol of the W3C community group.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
