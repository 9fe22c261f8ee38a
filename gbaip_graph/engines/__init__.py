"""The third-party engines, each behind one module."""
