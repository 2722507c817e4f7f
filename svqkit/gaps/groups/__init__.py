"""Gaps of groups, branches and waves compared."""
