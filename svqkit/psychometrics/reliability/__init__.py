"""Reliability of scales and scores, and how single items behave."""
